"""The programs that the tests drive and pip cannot install: a Chromium and LibreOffice.

Installs what is missing with apt where that needs no password, and otherwise stops with an instruction.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# What the tests start, by the names it goes by, and the Debian package that brings it.
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "libreoffice-writer": ("soffice", "libreoffice"),
    "libreoffice-calc": ("localc",),
    "poppler-utils": ("pdftotext",),
}


def find(package: str) -> str:
    """Return the path of the program that `package` brings; "" when there is none."""
    override = os.environ.get(f"TOOLKIT_{package.split('-')[0].upper()}", "")
    return override or next((path for name in PROGRAMS[package] if (path := shutil.which(name))), "")


def _apt(packages: list[str]) -> bool:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        if subprocess.run([apt, *command], env=environment, stdout=subprocess.DEVNULL).returncode:
            return False
    return True


def main() -> int:
    """Install what is missing; 0 when everything is there."""
    missing = [package for package in PROGRAMS if not find(package)]
    if missing:
        print(f"+ installing {', '.join(missing)}", flush=True)
        _apt(missing)
    still = [package for package in missing if not find(package)]
    for package in still:
        names = " or ".join(PROGRAMS[package])
        print(f"The tests need {names}. On Debian or Ubuntu: sudo apt-get install {package}. Elsewhere install it and put it on the PATH.", file=sys.stderr)
    return 2 if still else 0


if __name__ == "__main__":
    sys.exit(main())
