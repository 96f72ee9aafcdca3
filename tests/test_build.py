"""The build and the server through the command line: whatever goes wrong, the last good site/ stays and the message says what to do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from building import ROOT

PAGE = "docs/cooperation/ordinance.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project with a site/ that must survive."""
    for name in ("docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("mkdocs.yml", "lint-exceptions.yml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("the last good site")
    return tmp_path


def run(project: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "toolkit", "--root", str(project), *arguments]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, env={**os.environ, **environment})
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def kept(project: Path) -> bool:
    left = [path.name for path in project.iterdir() if path.name.startswith(".build")]
    return (project / "site/index.html").read_text() == "the last good site" and not left


def test_a_fault_in_a_page(project: Path) -> None:
    text = (project / PAGE).read_text("utf-8")
    (project / PAGE).write_text(text.replace("level: core", "level: cor", 1), "utf-8")
    code, said = run(project, "build")
    assert code == 1
    assert f'{PAGE}:{text[: text.index("level: core")].count(chr(10)) + 1}: invalid-options: "cor" is no value of "level"' in said
    assert "site/ is as it was" in said
    assert kept(project)


def test_a_fault_that_only_the_site_builder_sees(project: Path) -> None:
    text = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(text.replace("Litigation: law/litigation.md", "Litigation: law/litigation.md\n      - law/litigations.md"), "utf-8")
    code, said = run(project, "build")
    assert code == 1
    assert "law/litigations.md" in said
    assert "site/ is as it was" in said
    assert kept(project)


def test_a_fault_that_only_the_built_pages_show(project: Path) -> None:
    with (project / "overrides/partials/status.html").open("a", encoding="utf-8") as template:
        template.write('<a href="/absolute/">elsewhere</a>\n')
    code, said = run(project, "build")
    assert code == 1
    assert 'broken-built-link: "/absolute/" starts at the root of the domain' in said
    assert kept(project)


def test_a_sound_project_replaces_the_site(project: Path) -> None:
    assert run(project, "build")[0] == 0
    assert "The Convening Toolkit" in (project / "site/index.html").read_text("utf-8")
    assert (project / "site/data/models.json").exists()


def test_deployment_stops_without_an_address(project: Path) -> None:
    code, said = run(project, "build", "--public", TOOLKIT_SITE_URL="")
    assert code == 2
    assert "TOOLKIT_SITE_URL is not set" in said
    assert kept(project)


def test_a_port_in_use(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = run(project, "serve", "--port", str(port))
    assert code == 2
    assert said.strip() == f"toolkit: port {port} is in use: stop what uses it, or name another with --port"


def test_a_page_that_moved_leads_on_from_its_old_address(project: Path) -> None:
    (project / "docs/law/litigation.md").rename(project / "docs/law/suits.md")
    for path in [*(project / "docs").rglob("*.md"), project / "mkdocs.yml"]:
        path.write_text(path.read_text("utf-8").replace("litigation.md", "suits.md"), "utf-8")
    code, said = run(project, "build")
    assert (code, "litigation.md was published and is gone" in said) == (1, True)
    (project / "docs/_data/moved.yml").write_text("law/litigation.md: law/suits.md\n")
    run(project, "publish")
    code, said = run(project, "build")
    assert code == 0, said
    old = (project / "site/law/litigation/index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../suits/">' in old
    assert '<a href="../suits/">Litigation</a>' in old
