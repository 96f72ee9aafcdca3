"""Links to the outside, through the command line, against a server that misbehaves. Whole sets of results are compared."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import misbehaving
import pytest
from misbehaving import Server
from toolkit.__main__ import main
from toolkit.online import allowed, judge
from toolkit.online.gather import files_below, gather
from toolkit.online.page import PageRead, read

Write = Callable[[dict[str, str]], Path]
# Runs a command and writes its peak. A process of its own, because the peak of a child counts what its parent held at the start.
WEIGHED = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
with open(sys.argv[1], "w") as peak:
    peak.write(str(usage.ru_maxrss))
sys.exit(process.returncode)
"""
MAX_MEMORY = 130  # MB; at rest it is about 40
QUICK = ("--allow-loopback", "--pause", "0", "--deadline", "2")

# Every name ends here, as if a name server said so: a test must not depend on the one of the machine.
NAMES = """
import socket, time
REAL = socket.getaddrinfo
def getaddrinfo(host, port, *rest, **more):
    if host == "nowhere.test" or host.startswith("gone-"):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    if host == "later.test":
        raise socket.gaierror(socket.EAI_AGAIN, "try again")
    if host == "hangs.test":
        time.sleep(30)
    at = {"private.test": ["10.0.0.1"], "both.test": ["127.0.0.1", "192.168.0.1"]}
    at["metadata.test"] = ["169.254.169.254"]
    if host.endswith(".test"):
        return [entry for ip in at.get(host, ["127.0.0.1"]) for entry in REAL(ip, port, *rest, **more)]
    return REAL(host, port, *rest, **more)
socket.getaddrinfo = getaddrinfo
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving.misbehaving() as serving:
        yield serving


@pytest.fixture
def repository(tmp_path: Path) -> Write:
    """Write files into a repository of their own; return its root."""

    def keep(files: dict[str, str]) -> Path:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return keep


@dataclass(frozen=True)
class Done:
    """A run of the command line; `memory` is its peak in MB."""

    code: int
    out: str
    err: str
    memory: float
    seconds: float

    @property
    def listed(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.out)
        return found

    def said(self, base: str = "") -> dict[str, str]:
        """Return verdict and reason by address; what the server's address is, is left out."""
        return {str(e["address"]).replace(base, ""): f"{e['verdict']}: {e['reason']}{e['moved_to']}".replace(base, "").rstrip(": ") for e in self.listed}


def links(root: Path, *arguments: str, **environment: str) -> Done:
    command = [sys.executable, "-m", "toolkit", "--root", str(root), "links", "--online", *arguments]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        (Path(folder) / "sitecustomize.py").write_text(NAMES)
        path = os.pathsep.join([folder, *filter(None, [os.environ.get("PYTHONPATH")])])
        settings = {**os.environ, "PYTHONPATH": path, "TOOLKIT_DATE": "2026-11-21", **environment}
        start = time.monotonic()
        done = subprocess.run([sys.executable, "-S", "-c", WEIGHED, f"{folder}/peak", *command], cwd=root, env=settings, stdout=out, stderr=err)
        seconds = time.monotonic() - start
        for stream in (out, err):
            stream.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024
        return Done(done.returncode, out.read(), err.read(), int((Path(folder) / "peak").read_text()) * unit / 1e6, seconds)


def page_of(*addresses: str) -> dict[str, str]:
    return {"page.md": "".join(f"<{address}>\n" for address in addresses)}


# What is said of an address


STATUSES = {
    "/ok": "ok",
    "/file.pdf": "ok",
    "/untyped": "ok",
    "/caf%C3%A9/a%20b%2Fc?q=%C3%BC&r=1": "ok",
    "/status/400": "undecided: blocked: not shown to a program (400 Bad Request)",
    "/status/401": "undecided: blocked: not shown to a program (401 Unauthorized)",
    "/status/403": "undecided: blocked: not shown to a program (403 Forbidden)",
    "/status/404": "dead: not there (404 Not Found)",
    "/status/405": "undecided: blocked: not shown to a program (405 Method Not Allowed)",
    "/status/410": "dead: not there (410 Gone)",
    "/status/451": "undecided: blocked: not shown to a program (451 Unavailable For Legal Reasons)",
    "/status/500": "undecided: down: the server failed (500 Internal Server Error)",
    "/status/503": "undecided: down: the server failed (503 Service Unavailable)",
    "/status/999": "undecided: blocked: not shown to a program (999)",
    "/down/once": "ok",
    "/down/waits": "ok",
    "/head/403.pdf": "ok",
    "/head/404.pdf": "ok",
    "/head/405.pdf": "ok",
    "/head/501.pdf": "ok",
    "/head/reset.pdf": "ok",
    "/head/hangs.pdf": "ok",
    "/head/lies.pdf": "dead: not there (404 Not Found)",
    "/soft/title": "undecided: soft 404: its title says “Page Not Found | City of Here”",
    "/soft/heading": "undecided: soft 404: its heading says “Sorry, we can’t find that page”",
    "/soft/number": "undecided: soft 404: its title says “404”",
    "/soft/robot": "undecided: blocked: a check for robots stands in its place (“Just a moment...”)",
    "/soft/legal": "ok",
    "/soft/permit": "ok",
}
ASKED = {
    "HEAD /file.pdf": 1,
    **{f"GET {path}": 1 for path in STATUSES if path != "/file.pdf"},
    **{f"HEAD /head/{name}.pdf": 1 for name in ("403", "404", "405", "501", "reset", "hangs", "lies")},
    **{f"GET {path}": 2 for path in ("/status/500", "/status/503", "/down/once", "/down/waits")},
}


def test_statuses(repository: Write, server: Server) -> None:
    done = links(repository(page_of(*(server.base + path for path in STATUSES))), *QUICK, "--format", "json", "page.md")
    assert done.said(server.base) == STATUSES
    assert server.counts == ASKED
    assert (done.code, done.err) == (1, "\n29 addresses outside this site: 14 ok, 12 undecided, 3 dead\n")


REDIRECTS = {
    "/moved/301": "moved: moved for good/ok",
    "/moved/302": "ok",
    "/moved/303": "ok",
    "/moved/307": "ok",
    "/moved/308": "moved: moved for good/ok",
    "/moved/chain": "moved: moved for good/moved/ok-relative",
    "/moved/chain#plain": "moved: moved for good/moved/ok-relative#plain",
    "/moved/chain#lost": 'anchor-missing: leads to /moved/ok-relative: the page is there, but nothing on it is named "#lost"',
    "/moved/fragment#other": "moved: moved for good/ok#plain",
    "/moved/mixed": "ok",
    "/moved/loop": "undecided: leads to /moved/loop: redirect loop: it leads back to itself, or waits for a cookie",
    "/moved/self": "undecided: leads to /moved/self: redirect loop: it leads back to itself, or waits for a cookie",
    "/moved/long-0": "undecided: leads to /moved/long-11: redirect loop: more than 10 redirects",
    "/moved/nowhere": "undecided: leads to /moved/nowhere: redirects (302) without saying where",
    "/moved/root": "undecided: leads to /: soft 404: the home page stands in its place",
    "/moved/index": "undecided: leads to /index.html: soft 404: the home page stands in its place",
    "/moved/lost": "undecided: leads to /error/404.html: soft 404: a page of errors stands in its place",
    "/moved/gate": "undecided: leads to /login?next=/moved/gate: blocked: a page to sign in or to consent stands in its place",
    "/moved/cookies": "undecided: leads to /cookie-consent?u=1: blocked: a page to sign in or to consent stands in its place",
    "/moved/decree": "moved: moved for good/cases/consent-decree",
    "/moved/soft": "undecided: leads to /soft/title: soft 404: its title says “Page Not Found | City of Here”",
    "/moved/dead": "dead: leads to /status/404: not there (404 Not Found)",
    "/moved/down": "undecided: leads to /status/403: blocked: not shown to a program (403 Forbidden)",
    "/moved/file.pdf": "moved: moved for good/file.pdf",
    "/moved/file": 'refused: leads to file:///etc/passwd: only http and https are requested, not "file"',
    "/moved/credentials": "refused: leads to http://user:secret@127.0.0.1/: it carries a user name or password",
    "/moved/private": "refused: leads to http://10.0.0.1/: it leads into a private or reserved network (10.0.0.1)",
    "/moved/link-local": "refused: leads to http://169.254.169.254/latest/meta-data/: it leads into a private or reserved network (169.254.169.254)",
    "/moved/mapped": "refused: leads to http://[::ffff:10.0.0.1]/: it leads into a private or reserved network (10.0.0.1)",
    "/moved/decimal": "refused: leads to http://10.0.0.1/: it leads into a private or reserved network (10.0.0.1)",
}


def test_redirects(repository: Write, server: Server) -> None:
    done = links(repository(page_of(*(server.base + path for path in REDIRECTS))), *QUICK, "--format", "json", "page.md")
    assert done.said(server.base) == REDIRECTS
    assert set(server.counts.values()) == {1}, "each address once, however many lead there"
    assert "cookie" not in {name for ask in server.asked for name in ask.headers}


FRAGMENTS = {
    "/ok#plain": "ok",
    "/ok#bare": "ok",
    "/ok#named": "ok",
    "/ok#Case": "ok",
    "/ok#case": "missing",
    "/ok#caf%C3%A9": "ok",
    "/ok#café": "ok",
    "/ok#a%20b": "ok",
    "/ok#sec-1(a)": "ok",
    "/ok#sec-1%28a%29": "ok",
    "/ok#plain:~:text=words": "ok",
    "/ok#:~:text=words": "ok",
    "/ok#readme": "ok",
    "/ok#L10-L20": "ok",
    "/ok#!/route": "ok",
    "/ok#top": "ok",
    "/ok#": "ok",
    "/ok#commented": "missing",
    "/ok#scripted": "missing",
    "/ok#field": "missing",
    "/ok#nowhere": "missing",
    "/file.pdf#page=3": "ok",
    "/plain.txt#anything": "ok",
    "/gzip#plain": "ok",
    "/untyped#plain": "ok",
    "/latin#se%C3%B1al": "ok",
    "/latin-meta#se%C3%B1al": "ok",
    "/latin-unsaid#señal": "ok",
    "/body/short#early": "ok",
    "/body/short#late": "unread",
    "/body/long#late": "unread",
    "/body/not-gzip#plain": "unread",
    "/body/brotli#plain": "unread",
}


def test_fragments(repository: Write, server: Server) -> None:
    done = links(repository(page_of(*(server.base + path for path in FRAGMENTS))), *QUICK, "--format", "json", "page.md")
    words = {
        "ok": "ok",
        "missing": 'anchor-missing: the page is there, but nothing on it is named "#{}"',
        "unread": 'undecided: "#{}" is not in the part of the page that could be read',
    }
    assert done.said(server.base) == {path: words[kind].format(path.partition("#")[2]) for path, kind in FRAGMENTS.items()}
    assert server.counts == {("HEAD " if ".pdf" in path else "GET ") + path: 1 for path in {path.partition("#")[0] for path in FRAGMENTS}}


# Bounds


def test_bodies_and_headers_without_end(repository: Write, server: Server) -> None:
    """Bombs and floods end at the size that is read, what drips at the deadline; memory stays flat."""
    slow = "undecided: slow: no whole answer within 2 seconds"
    broken = "undecided: down: the connection broke off, or what came was no HTTP"
    expected = {
        "/body/bomb#x": 'undecided: "#x" is not in the part of the page that could be read',
        "/body/endless#x": 'undecided: "#x" is not in the part of the page that could be read',
        "/body/drips#x": slow,
        "/headers/drip": slow,
        "/slow": slow,
        "/slow/start": "ok",
        "/headers/endless": broken,
        "/reset": broken,
        "/garbage": broken,
        "/body/hostile#x": 'anchor-missing: the page is there, but nothing on it is named "#x"',
    }
    # Each on a host of its own, so that they are all under way together.
    addresses = {f"http://h{n}.test:{server.port}{path}": said for n, (path, said) in enumerate(expected.items())}
    done = links(repository(page_of(*addresses)), *QUICK, "--format", "json", "page.md")
    assert done.said() == addresses
    assert done.memory < MAX_MEMORY
    assert done.seconds < 12
    assert {path: server.counts[f"GET {path}"] for path in ("/slow", "/reset", "/garbage", "/body/drips")} == {
        "/slow": 1,
        "/reset": 2,
        "/garbage": 2,
        "/body/drips": 1,
    }


def test_a_page_is_read_in_time_that_grows_with_its_length() -> None:
    for piece in (b"<!--", b"<a ", b"<a", b"<script>", b"<p id=", b"<p id='", b'<p id="', b"a" * 50, b"<title>", b"id = "):
        start = time.monotonic()
        read(b"<p " + piece * (2_000_000 // len(piece)), "text/html", True, frozenset({"x"}))
        assert time.monotonic() - start < 5, piece


def test_a_host_that_asks_to_wait(repository: Write, server: Server) -> None:
    """Retry-After is obeyed in seconds and as a date; too long a wait closes the host, and only that one."""
    hosts = {
        "http://once.test:{}/limit/once": "ok",
        "http://date.test:{}/limit/date": "ok",
        "http://always.test:{}/limit/always": "undecided: limited: asked to come back later (429 Too Many Requests)",
        "http://bare.test:{}/limit/bare": "undecided: limited: asked to come back later (429 Too Many Requests)",
        "http://odd.test:{}/limit/odd": "undecided: limited: asked to come back later (429 Too Many Requests)",
        "http://huge.test:{}/limit/huge": "undecided: limited until DAY UTC (429): the host is left alone for this run",
        "http://huge.test:{}/ok": "undecided: limited until DAY UTC (429): the host is left alone for this run",
        "http://huge.test:{}/status/404": "undecided: limited until DAY UTC (429): the host is left alone for this run",
        "http://nines.test:{}/limit/nines": "undecided: limited until DAY UTC (429): the host is left alone for this run",
        "http://free.test:{}/ok": "ok",
    }
    expected = {address.format(server.port): said for address, said in hosts.items()}
    done = links(repository(page_of(*expected)), "--allow-loopback", "--pause", "0.2", "--deadline", "5", "--format", "json", "page.md")
    assert {address: re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "DAY", said) for address, said in done.said().items()} == expected
    assert server.counts == {
        "GET /limit/once": 2,
        "GET /limit/date": 2,
        "GET /limit/always": 2,
        "GET /limit/bare": 2,
        "GET /limit/odd": 2,
        "GET /limit/huge": 1,
        "GET /limit/nines": 1,
        "GET /ok": 1,
    }
    asked = {path: [ask.at for ask in server.asked if ask.path == path] for path in ("/limit/once", "/limit/date")}
    assert all(second - first >= 0.95 for first, second in asked.values())
    assert done.seconds < 9


def test_each_host_is_asked_slowly(repository: Write, server: Server) -> None:
    base = f"http://one.test:{server.port}"
    root = repository(page_of(*(f"{base}/slow/start?{n}" for n in range(5)), f"http://two.test:{server.port}/ok"))
    misbehaving.ANSWERS.update({f"/slow/start?{n}": misbehaving.ANSWERS["/slow/start"] for n in range(5)})
    done = links(root, "--allow-loopback", "--pause", "0.3", "--format", "json", "page.md")
    assert set(done.said().values()) == {"ok"}
    times = sorted(ask.at for ask in server.asked if ask.host.startswith("one."))
    assert min(later - sooner for sooner, later in pairwise(times)) > 0.1
    assert times[-1] - times[0] > 1.0, "four pauses, less what the first connection takes"
    links(root, "--allow-loopback", "--pause", "0", "--fresh", "page.md")
    assert server.most[f"one.test:{server.port}"] == 2


def test_one_request_however_many_pages_cite_it(repository: Write, server: Server) -> None:
    cited = f"[a]({server.base}/ok) and [b]({server.base}/ok#plain)\n\n{server.base}/ok#case\n"
    done = links(repository({f"docs/{n}.md": cited for n in range(20)}), *QUICK, "--format", "json")
    assert server.counts == {"GET /ok": 1}
    assert {str(entry["address"]).replace(server.base, ""): entry["cited_at"] for entry in done.listed} == {
        "/ok#case": [f"docs/{n}.md:3" for n in sorted(range(20), key=str)],
        "/ok": [f"docs/{n}.md:1" for n in sorted(range(20), key=str)],
        "/ok#plain": [f"docs/{n}.md:1" for n in sorted(range(20), key=str)],
    }


# Where it does not go


REFUSED = {
    "http://user:secret@127.0.0.1:{port}/ok": "it carries a user name or password",
    "http://user@127.0.0.1:{port}/ok": "it carries a user name or password",
    "file:///etc/passwd": 'only http and https are requested, not "file"',
    "ftp://127.0.0.1:{port}/ok": 'only http and https are requested, not "ftp"',
    "http:///ok": "it names no host",
    "http://127.0.0.1:99999/ok": "cannot be read as an address: Port out of range 0-65535",
    "http://[::1/ok": "cannot be read as an address: Invalid IPv6 URL",
    "http://a..b/ok": '"a..b" is no name of a host',
    "http://[v1.a:b]/ok": "'v1.a:b' does not appear to be an IPv4 or IPv6 address",
    **dict.fromkeys(
        [
            "http://127.0.0.1:{port}/ok",
            "http://2130706433:{port}/ok",
            "http://0x7f000001:{port}/ok",
            "http://0177.0.0.1:{port}/ok",
            "http://127.1:{port}/ok",
            "http://one.test:{port}/ok",
            "http://[::ffff:127.0.0.1]:{port}/ok",
        ],
        "it leads into a private or reserved network (127.0.0.1)",
    ),
    "http://[::1]:{port}/ok": "it leads into a private or reserved network (::1)",
    "http://0.0.0.0:{port}/ok": "it leads into a private or reserved network (0.0.0.0)",
    "http://10.1.2.3:{port}/ok": "it leads into a private or reserved network (10.1.2.3)",
    "http://private.test:{port}/ok": "it leads into a private or reserved network (10.0.0.1)",
    "http://metadata.test/latest": "it leads into a private or reserved network (169.254.169.254)",
}


def test_what_is_never_requested(repository: Write, server: Server) -> None:
    expected = {address.format(port=server.port): f"refused: {reason}" for address, reason in REFUSED.items()}
    root = repository({"page.html": "".join(f'<a href="{address}">x</a>\n' for address in expected)})
    done = links(root, "--pause", "0", "--format", "json", "page.html")
    assert done.said() == expected
    assert server.asked == []
    assert done.code == 1


def test_loopback_is_all_that_the_test_switch_allows(repository: Write, server: Server) -> None:
    expected = {
        f"http://both.test:{server.port}/ok": "refused: it leads into a private or reserved network (192.168.0.1)",
        f"http://private.test:{server.port}/ok": "refused: it leads into a private or reserved network (10.0.0.1)",
        f"http://0.0.0.0:{server.port}/ok": "refused: it leads into a private or reserved network (0.0.0.0)",
        f"http://2130706433:{server.port}/ok": "ok",
    }
    done = links(repository(page_of(*expected)), *QUICK, "--format", "json", "page.md")
    assert done.said() == expected
    assert server.counts == {"GET /ok": 1}


NETWORKS = """
127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.1.1 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 198.18.0.1 192.0.2.1 
:: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::127.0.0.1 64:ff9b::a00:1 64:ff9b::7f00:1 
64:ff9b:1::1 2002:a00:1:: 2001:db8::1 2001:0:53aa:64c::f5ff:fffe
"""


@pytest.mark.parametrize("ip", NETWORKS.split())
def test_networks_that_are_not_entered(ip: str) -> None:
    with pytest.raises(allowed.RefusedError, match="private or reserved"):
        allowed.check_ip(ip, loopback=False)


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_networks_that_are(ip: str) -> None:
    allowed.check_ip(ip, loopback=False)


# Names, certificates, and how we ask


def test_names_of_hosts(repository: Write, server: Server) -> None:
    expected = {
        "http://nowhere.test/": "dead: no host has this name",
        "http://later.test/": "undecided: the name of the host could not be looked up just now",
        "http://hangs.test/": "undecided: slow: no whole answer within 2 seconds",
        f"http://bücher.test:{server.port}/ok": "ok",
        f"http://ONE.test:{server.port}/café/a b%2Fc?q=ü&r=1": "ok",
    }
    root = repository({"page.html": "".join(f'<a href="{address}">x</a>\n' for address in expected)})
    done = links(root, *QUICK, "--format", "json", "page.html", TOOLKIT_REPOSITORY="https://code.example/toolkit")
    assert done.said() == expected
    assert {(ask.host, ask.path) for ask in server.asked} == {
        (f"xn--bcher-kva.test:{server.port}", "/ok"),
        (f"one.test:{server.port}", "/caf%C3%A9/a%20b%2Fc?q=%C3%BC&r=1"),
    }
    assert {(ask.headers["user-agent"], ask.headers["accept-encoding"]) for ask in server.asked} == {
        ("convening-toolkit/1.0 (link check; +https://code.example/toolkit)", "identity, gzip")
    }


def test_without_a_network_nothing_is_dead(repository: Write) -> None:
    done = links(repository(page_of(*(f"http://gone-{n}.test/" for n in range(3)))), *QUICK, "--format", "json", "page.md")
    assert set(done.said().values()) == {"undecided: no name of any host could be looked up: this machine seems to be without a network"}
    assert done.code == 0


def test_ipv6_and_a_port_that_nobody_listens_on(repository: Write) -> None:
    try:
        closed = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    port = closed.getsockname()[1]
    closed.close()
    with misbehaving.misbehaving("::1") as server:
        expected = {f"http://[::1]:{server.port}/ok#plain": "ok", f"http://[::1]:{port}/": "undecided: down: nothing accepts a connection there"}
        done = links(repository(page_of(*expected)), *QUICK, "--format", "json", "page.md")
        assert done.said() == expected
        assert [ask.host for ask in server.asked] == [f"[::1]:{server.port}"]


def test_certificates(repository: Write, tmp_path: Path) -> None:
    """A certificate is that of the name that was asked for, and of nobody whom this machine does not trust."""
    context = misbehaving.self_signed(tmp_path, "good.test")
    if context is None:
        pytest.skip("no openssl to make a certificate with")
    with misbehaving.misbehaving(context=context) as server:
        good, other = (f"https://{name}.test:{server.port}/ok" for name in ("good", "other"))
        root = repository(page_of(good, other))
        assert links(root, *QUICK, "--format", "json", "page.md").said() == dict.fromkeys([good, other], "undecided: bad certificate: self-signed certificate")
        trusting = links(root, *QUICK, "--format", "json", "page.md", SSL_CERT_FILE=str(tmp_path / "certificate.pem")).said()
        assert trusting == {
            good: "ok",
            other: "undecided: bad certificate: Hostname mismatch, certificate is not valid for 'other.test'.",
        }
        assert server.counts == {"GET /ok": 1}


def test_only_this_command_opens_the_network(repository: Write) -> None:
    script = "import sys, toolkit.__main__ as m; m.main(['--root', sys.argv[1], 'paths']); print(sorted({'httpcore', 'ssl', 'anyio'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script, str(repository({"docs/index.md": "# x\n"}))], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


# What a run remembers


def test_undecided_fails_after_several_runs_in_a_row(repository: Write, server: Server) -> None:
    address = f"{server.base}/status/403"
    root = repository(page_of(address, f"{server.base}/ok"))
    reason = "blocked: not shown to a program (403 Forbidden)"
    for day, runs, patience, code in (("01", 1, 4, 0), ("08", 2, 4, 0), ("08", 2, 2, 1), ("15", 3, 4, 0), ("22", 4, 4, 1)):
        done = links(root, *QUICK, "--format", "json", "--patience", str(patience), "page.md", TOOLKIT_DATE=f"2026-11-{day}")
        assert (root / ".links-state.tsv").read_text() == f"{address}\t{runs}\t2026-11-01\t2026-11-{day}\t{reason}\n"
        assert done.code == code
    assert done.said()[address] == f"undecided: {reason} (4 runs in a row, since 2026-11-01)"


def test_the_state_survives_a_bad_merge(repository: Write, server: Server) -> None:
    """Lines that cannot be read are told and left out; an address that stands twice keeps its longest row; what is decided or cited no more goes."""
    stays, well = f"{server.base}/status/403", f"{server.base}/ok"
    lines = [
        "<<<<<<< ours",
        f"{stays}\t3\t2026-11-01\t2026-11-15\told",
        "=======",
        f"{stays}\t2\t2026-10-20\t2026-11-20\tnewer",
        ">>>>>>> theirs",
        f"{well}\t3\t2026-11-01\t2026-11-15\told",
        "https://cited.example/no-more\t2\t2026-11-01\t2026-11-15\told",
        f"{stays}\tmany\t2026-11-01\t2026-11-15\told",
        f"{stays}\t9\t2026-11-01\t2026-11-31\told",
        "nonsense",
    ]
    root = repository({"docs/page.md": f"{stays} {well}\n", "state.tsv": "\n".join(lines) + "\n"})
    done = links(root, *QUICK, "--state", "state.tsv")
    unread = "not address, runs, first day, last day and reason, with tabs between"
    told = [line for line in done.out.splitlines() if line.startswith("state.tsv")]
    assert told == [
        f"state.tsv:{n}: links-state: {what}: the line is left out, the others count"
        for n, what in (
            (1, "a mark of a merge conflict"),
            (3, "a mark of a merge conflict"),
            (5, "a mark of a merge conflict"),
            (8, unread),
            (9, unread),
            (10, unread),
        )
    ]
    assert (root / "state.tsv").read_text() == f"{stays}\t4\t2026-10-20\t2026-11-21\tblocked: not shown to a program (403 Forbidden)\n"
    assert done.code == 1, "four runs in a row"


def test_a_binary_state_is_told(repository: Write, server: Server) -> None:
    root = repository(page_of(f"{server.base}/ok"))
    (root / ".links-state.tsv").write_bytes(b"\xff\0")
    done = links(root, *QUICK, "page.md")
    assert done.code == 0
    assert "encoding: not UTF-8 text" in done.out
    assert (root / ".links-state.tsv").read_text() == ""


def test_the_cache_spares_only_what_was_well_this_week(repository: Write, server: Server) -> None:
    root = repository(page_of(*(server.base + path for path in ("/ok", "/status/404", "/status/403", "/moved/301"))))
    cache = root / ".cache" / "links.json"

    def asked(day: str, *more: str) -> Counter[str]:
        before = server.counts
        links(root, *QUICK, *more, "page.md", TOOLKIT_DATE=f"2026-11-{day}")
        return server.counts - before

    assert asked("01") == {"GET /ok": 1, "GET /status/404": 1, "GET /status/403": 1, "GET /moved/301": 1}
    assert json.loads(cache.read_text()) == {f"{server.base}/ok": "2026-11-01"}
    assert asked("06") == {"GET /status/404": 1, "GET /status/403": 1, "GET /moved/301": 1, "GET /ok": 1}, "the last is where /moved/301 leads"
    assert json.loads(cache.read_text()) == {f"{server.base}/ok": "2026-11-01"}
    (root / "page.md").write_text(f"<{server.base}/ok>\n")
    assert asked("06") == {}
    assert asked("06", "--fresh") == {"GET /ok": 1}
    assert asked("12") == {"GET /ok": 1}, "six days later, so a weekly run asks everything"
    assert asked("05") == {"GET /ok": 1}, "a day in the future is none"
    cache.write_text("{ half")
    assert asked("05") == {"GET /ok": 1}


def test_the_cache_never_hides_a_page_that_died(repository: Write, server: Server) -> None:
    address = f"{server.base}/status/404"
    root = repository({**page_of(address), ".cache/links.json": json.dumps({address: "2026-11-15"})})
    assert links(root, *QUICK, "page.md").code == 1
    assert json.loads((root / ".cache" / "links.json").read_text()) == {}


# What is read


RECORD = """kind: report
title: 'A report'
url: {0}/status/404
archived: {0}/archived
checked:
  date: '2026-11-01'
  copy: {0}/copy
  as_of: '2024-03-05'
note: It is also at https://words.example/ in words.
"""
MARKDOWN = r"""# Page

[inline](https://a.example/1_(b)_c "title") and ![image](<https://a.example/with space>) and [escaped](https://a.example/a\_b?x=1&amp;y=2).
[reference][r] and <https://a.example/auto> and https://a.example/bare, (https://a.example/bracketed).
[mail](mailto:a@b.example) [own](page.md#x) [top](#top) `https://code.example/` <tel:1>

[r]: https://a.example/defined
> [q]: <https://a.example/quoted>

```
https://code.example/fence
```
<!-- https://code.example/comment
<a href="https://code.example/comment"> -->
<a title="x" href='https://a.example/raw?a=1&amp;b=2'>raw</a> <img
  src="//a.example/image.png"> [file](file:///etc/passwd)
"""
HTML = """<!doctype html><base href="https://base.example/dir/"><link rel="preconnect" href="https://cdn.example">
<link rel="stylesheet" href="style.css"><meta http-equiv="Refresh" content="0; url='https://a.example/refresh'">
<a href="../up#x">x</a><a href=https://a.example/a>x</a><map><area href="https://a.example/area"></map>
<img src="https://a.example/i.png" srcset="https://a.example/w,1.png 1x, https://a.example/2.png 2x">
<picture><source srcset="https://a.example/s.webp"></picture><script src="https://a.example/s.js">"https://code.example"</script>
<iframe src="https://a.example/frame"></iframe><form action="https://a.example/form"></form>
<p style="background: url(https://a.example/b.png)">https://text.example</p><style>p { background: url("//a.example/c.png") }</style>
<!-- <a href="https://code.example/comment">x</a> --><a href="javascript:x()">x</a><a href="data:,x">x</a>
"""


def test_every_address_is_found_with_its_line(repository: Write) -> None:
    root = repository({"a.md": MARKDOWN, "b.html": HTML, "c.yml": RECORD.format("https://r.example"), "d.yml": "a: !tag x\nb: https://odd.example/\n"})
    found = gather(files_below([root], root))
    lines = {(path, line): set() for cited in found.cited.values() for path, line in cited.places}
    for cited in found.cited.values():
        for place in cited.places:
            lines[place].add(cited.address)
    a, base = "https://a.example/", "https://base.example/"
    assert lines == {
        ("a.md", 3): {a + "1_(b)_c", a + "with space", a + "a_b?x=1&y=2"},
        ("a.md", 4): {a + "auto", a + "bare", a + "bracketed"},
        ("a.md", 7): {a + "defined"},
        ("a.md", 8): {a + "quoted"},
        ("a.md", 15): {a + "raw?a=1&b=2", "//a.example/image.png"},
        ("a.md", 16): {"file:///etc/passwd"},
        ("b.html", 2): {base + "dir/style.css", a + "refresh"},
        ("b.html", 3): {base + "up#x", a + "a", a + "area"},
        ("b.html", 4): {a + "i.png", a + "w,1.png", a + "2.png"},
        ("b.html", 5): {a + "s.webp", a + "s.js"},
        ("b.html", 6): {a + "frame", a + "form"},
        ("b.html", 7): {a + "b.png", "//a.example/c.png"},
        ("c.yml", 3): {"https://r.example/status/404"},
        ("c.yml", 4): {"https://r.example/archived"},
        ("c.yml", 7): {"https://r.example/copy"},
        ("d.yml", 2): {"https://odd.example/"},
    }
    assert found.faults == []


def test_paths_that_cannot_be_read(repository: Write) -> None:
    root = repository({"a.txt": "x", "empty/x": ""})
    assert (links(root, "none.md").code, links(root, "a.txt").code) == (2, 2)
    (root / "b.md").write_bytes(b"\xff\xfe")
    done = links(root, "b.md")
    assert (done.code, done.out.splitlines()[0]) == (1, "b.md:1: encoding: not UTF-8 text (byte 0)")


@pytest.mark.parametrize("arguments", [["--patience", "0"], ["--deadline", "never"], ["--write", "xml:x"], ["--write", "json"], ["--format", "xml"]])
def test_misuse_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["links", "--online", *arguments])
    assert ended.value.code == 2


# What is told


def test_every_format_from_one_run(repository: Write, server: Server) -> None:
    base = server.base
    root = repository(
        {
            "docs/_data/sources/a.yml": RECORD.format(base).replace(f"archived: {base}/archived\n", ""),
            "docs/_data/sources/b.yml": RECORD.format(base).replace("status/404", "status/410"),
            "docs/page.md": f"[x]({base}/status/404)\n[y]({base}/moved/301) <{base}/status/403>\n[z]({base}/ok#a|b`@c) [f](ftp://x.example/)\n",
        }
    )
    misbehaving.fixed("/archived", 200, b"<title>Copy</title>")
    misbehaving.fixed("/copy", 200, b"<title>Copy</title>")
    done = links(root, *QUICK, "--write", "json:out/l.json", "--write", "markdown:out/l.md", "--write", "github:out/l.txt")
    assert done.code == 1
    assert done.out.replace(base, "BASE") == EXPECTED_TEXT
    assert (root / "out/l.md").read_text().replace(base, "BASE") == EXPECTED_MARKDOWN
    assert (root / "out/l.txt").read_text().splitlines()[0] == (
        f"::error file=docs/_data/sources/a.yml,line=3,title=dead-link::{base}/status/404: not there (404 Not Found); also at docs/page.md:1"
        f" (look for a copy at https://web.archive.org/web/20240305/{base}/status/404)"
    )
    dead, copied = (entry for entry in json.loads((root / "out/l.json").read_text()) if entry["verdict"] == "dead")
    assert (copied["archived"], copied["try"]) == (f"{base}/archived", "")
    assert dead == {
        "address": f"{base}/status/404",
        "verdict": "dead",
        "reason": "not there (404 Not Found)",
        "moved_to": "",
        "archived": "",
        "try": f"https://web.archive.org/web/20240305/{base}/status/404",
        "cited_at": ["docs/_data/sources/a.yml:3", "docs/page.md:1"],
    }


EXPECTED_TEXT = """\
docs/_data/sources/a.yml:3: dead-link: BASE/status/404: not there (404 Not Found); also at docs/page.md:1
    hint: look for a copy at https://web.archive.org/web/20240305/BASE/status/404
docs/_data/sources/b.yml:3: dead-link: BASE/status/410: not there (410 Gone)
    hint: the record names a copy: BASE/archived
docs/page.md:2: moved-link: BASE/moved/301: moved for good
    hint: write BASE/ok
docs/page.md:2: undecided-link: BASE/status/403: blocked: not shown to a program (403 Forbidden)
docs/page.md:3: anchor-missing: BASE/ok#a|b`@c: the page is there, but nothing on it is named "#a|b`@c"
docs/page.md:3: refused-link: ftp://x.example/: only http and https are requested, not "ftp"
"""
EXPECTED_MARKDOWN = """\
4 to mend. 8 addresses outside this site: 2 ok, 1 moved, 1 undecided, 1 anchor-missing, 2 dead, 1 refused.

## Dead (2)

The page is gone. Put an archived copy in the record’s `archived`, or cite another source that says the same.

| address | what was found | cited at |
| --- | --- | --- |
| <BASE/status/404> | not there (404 Not Found); look for a copy at <https://web.archive.org/web/20240305/BASE/status/404> | `docs/_data/sources/a.yml:3`<br>`docs/page.md:1` |
| <BASE/status/410> | not there (410 Gone); the record names a copy: <BASE/archived> | `docs/_data/sources/b.yml:3` |

## Place in the page missing (1)

The page is there, the place that the link names is not. Open it and correct what follows `#`.

| address | what was found | cited at |
| --- | --- | --- |
| BASE/ok\\#a\\|b\\`\\@c | the page is there, but nothing on it is named "\\#a\\|b\\`\\@c" | `docs/page.md:3` |

## Never requested (1)

These addresses hold a password, lead into a private network, or are no web address. Replace them.

| address | what was found | cited at |
| --- | --- | --- |
| ftp://x.example/ | only http and https are requested, not "ftp" | `docs/page.md:3` |

## Could not be decided (1)

A program was turned away, or the site was down. Open the address yourself if it stands here for weeks.

| address | what was found | cited at |
| --- | --- | --- |
| <BASE/status/403> | blocked: not shown to a program (403 Forbidden) | `docs/page.md:2` |

## Moved for good (1)

The link still works. Put the new address in its place when you next edit the file.

| address | what was found | cited at |
| --- | --- | --- |
| <BASE/moved/301> | moved for good; write <BASE/ok> | `docs/page.md:2` |
"""


def test_nothing_to_say(repository: Write, server: Server) -> None:
    done = links(repository(page_of(f"{server.base}/ok")), *QUICK, "--write", "markdown:l.md", "page.md")
    assert (done.code, done.out, done.err) == (0, "", "\n1 address outside this site: 1 ok\n")


def test_a_report_fits_into_an_issue(repository: Write) -> None:
    root = repository(page_of(*(f"ftp://x.example/{'long' * 100}/{n}" for n in range(300))))
    links(root, "--write", "markdown:l.md", "page.md")
    text = (root / "l.md").read_text()
    assert len(text) < 65_000
    assert re.search(r"^1\d\d more find no room here: see the log of the run\.$", text, re.M)


# What a change adds


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.mark.skipif(not shutil.which("git"), reason="no git")
def test_only_what_a_change_adds(repository: Write, server: Server) -> None:
    base = server.base
    root = repository({"docs/a.md": f"{base}/status/404\n\n{base}/ok#old\n", "docs/b.md": "words\n", "notes/c.md": f"{base}/status/410\n"})
    (root / "docs" / "out.md").symlink_to("/nowhere/out.md")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "x")
    assert (links(root, *QUICK, "--changed", "HEAD").out, server.asked) == ("", [])
    # An old address that moved to another file, one that stands elsewhere in the repository, and a new one in each kind of file.
    repository(
        {"docs/a.md": f"{base}/ok#plain\n{base}/status/403\n", "docs/b.md": f"{base}/status/404 {base}/status/410\n", "docs/new.md": f"{base}/moved/301\n"}
    )
    done = links(root, *QUICK, "--changed", "HEAD", "--patience", "1", "--format", "json")
    assert {path: said.partition(":")[0] for path, said in done.said(base).items()} == {"/ok#plain": "ok", "/status/403": "undecided", "/moved/301": "moved"}
    assert done.code == 0
    assert not (root / ".links-state.tsv").exists()
    repository({"docs/b.md": f"{base}/status/404?new\n"})
    assert links(root, *QUICK, "--changed", "HEAD").code == 1
    unknown = links(root, *QUICK, "--changed", "nonsense")
    assert (unknown.code, unknown.err) == (2, 'toolkit: --changed: git knows no commit "nonsense"; name a branch, a tag or a commit\n')


# Titles


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "Error 404",
        "Page not found - Ohio.gov",
        "Not Found",
        "404 - File or directory not found.",
        "The page you requested could not be found",
        "Sorry, the page you are looking for does not exist.",
        "Oops! Page not found | X",
        "We can’t find that page",
        "This page is no longer available",
        "City of X: Page Not Found",
        "Document not found",
    ],
)
def test_titles_of_pages_that_are_not_there(title: str) -> None:
    verdict = judge._of_page(PageRead(title))
    assert verdict and verdict.reason.startswith("soft 404")


@pytest.mark.parametrize(
    "title",
    [
        "Section 404. Permits for dredged or fill material",
        "33 U.S.C. § 404",
        "RCW 10.31.404: Person not found within the county",
        "Warrant; return of not found - Code of Virginia",
        "What to do when a page is not found in the record",
        "Lost property not found by owner",
        "State v. Missing",
        "",
    ],
)
def test_titles_of_laws(title: str) -> None:
    assert judge._of_page(PageRead(title)) is None
