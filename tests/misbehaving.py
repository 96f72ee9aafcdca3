"""A loopback server that misbehaves in every way that the web does, and keeps count of what it was asked.

Run alone, `python tests/misbehaving.py` prints its address and, when it is stopped, what each path was asked; any link
checker can be tried against it.
"""

from __future__ import annotations

import asyncio
import gzip
import queue
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

HTML = "<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
ANCHORS = """<p id="plain">a</p><p id=bare>b</p><a name="named">c</a><h2 ID='Case'>d</h2><p id="caf&eacute;">e</p><p id="a b">f</p>
<p id="sec-1(a)">g</p><!-- <p id="commented"> --><script>document.write('<p id="scripted">')</script><input name="field"><h2 id="user-content-readme">h</h2>"""
LEGAL = '<h2 id="not-found">Property not found</h2><p>Where the page not found is lost, error 404 applies. The page does not exist.</p>'
BOMB = 64  # blocks of 16 MiB: 1 GiB when it is unpacked
LAST_IN_CHAIN = 12


@dataclass(frozen=True)
class Ask:
    """One request."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Server:
    """What was asked, and where to ask."""

    port: int = 0
    asked: list[Ask] = field(default_factory=list)
    open: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)  # requests that were under way at once, by host

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def counts(self) -> Counter[str]:
        """How often each method and path was asked."""
        return Counter(f"{ask.method} {ask.path}" for ask in self.asked)


Writer = asyncio.StreamWriter
Answer = Callable[[Ask, Writer, Server], Awaitable[None]]
ANSWERS: dict[str, Answer] = {}


def _raw(status: int, body: bytes, *headers: str) -> bytes:
    """Return a whole response; a header given twice, such as Content-Length, stands as given."""
    given = {line.partition(":")[0].lower() for line in headers}
    lines = [*headers]
    lines += [] if "content-length" in given else [f"Content-Length: {len(body)}"]
    lines += [] if "content-type" in given else ["Content-Type: text/html; charset=utf-8"]
    return "\r\n".join([f"HTTP/1.1 {status} -", *lines, "Connection: close", "", ""]).encode("latin-1") + body


def _page(title: str, body: str = "") -> bytes:
    return HTML.format(title=title, body=body).encode()


def on(path: str) -> Callable[[Answer], Answer]:
    """Answer `path` with the function below."""

    def keep(answer: Answer) -> Answer:
        ANSWERS[path] = answer
        return answer

    return keep


def fixed(path: str, status: int, body: bytes = b"", *headers: str) -> None:
    """Answer `path` always the same; to HEAD without the body."""
    whole = _raw(status, body, *headers)

    async def answer(ask: Ask, out: Writer, server: Server) -> None:
        out.write(whole[: len(whole) - len(body)] if ask.method == "HEAD" else whole)

    ANSWERS[path] = answer


def redirect(path: str, status: int, target: str, *headers: str) -> None:
    fixed(path, status, b"", f"Location: {target}", *headers)


# Pages as they should be

fixed("/", 200, _page("Home of the city"))
fixed("/ok", 200, _page("Ordinance 12", ANCHORS))
fixed("/file.pdf", 200, b"%PDF-1.7 text", "Content-Type: application/pdf")
fixed("/plain.txt", 200, b"words", "Content-Type: text/plain")
fixed("/caf%C3%A9/a%20b%2Fc?q=%C3%BC&r=1", 200, _page("Percent"))
fixed("/untyped", 200, _page("Untyped", ANCHORS), "Content-Type:")
fixed("/latin", 200, '<title>Ley</title><p id="se\xf1al">x</p>'.encode("latin-1"), "Content-Type: text/html; charset=iso-8859-1")
fixed("/latin-meta", 200, '<meta charset="iso-8859-1"><title>Ley</title><a name=se\xf1al>x</a>'.encode("latin-1"), "Content-Type: text/html")
fixed("/latin-unsaid", 200, '<title>Ley</title><p id="se\xf1al">x</p>'.encode("latin-1"), "Content-Type: text/html")
fixed("/gzip", 200, gzip.compress(_page("Packed", ANCHORS)), "Content-Encoding: gzip")

# Statuses

for code in (400, 401, 403, 404, 405, 410, 418, 451, 500, 503, 999):
    fixed(f"/status/{code}", code, _page("Answer"))

# HEAD that is refused where GET is not, and the other way round

for code in (403, 404, 405, 501):

    def _head(code: int) -> Answer:
        async def answer(ask: Ask, out: Writer, server: Server) -> None:
            out.write(_raw(code, b"") if ask.method == "HEAD" else _raw(200, b"%PDF", "Content-Type: application/pdf"))

        return answer

    ANSWERS[f"/head/{code}.pdf"] = _head(code)


@on("/head/reset.pdf")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await (_reset(out) if ask.method == "HEAD" else _send(out, _raw(200, b"%PDF", "Content-Type: application/pdf")))


@on("/head/hangs.pdf")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    if ask.method == "HEAD":
        await asyncio.sleep(600)
    out.write(_raw(200, b"%PDF", "Content-Type: application/pdf"))


@on("/head/lies.pdf")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    out.write(_raw(404, _page("No")) if ask.method == "GET" else _raw(405, b""))


# Limits

fixed("/limit/huge", 429, b"", "Retry-After: 86400")
fixed("/limit/always", 429, b"", "Retry-After: 1")
fixed("/limit/bare", 429)
fixed("/limit/odd", 429, b"", "Retry-After: soon")
fixed("/limit/nines", 429, b"", f"Retry-After: {'9' * 400}")


def _once(path: str, status: int, header: Callable[[], str]) -> None:
    @on(path)
    async def _(ask: Ask, out: Writer, server: Server) -> None:
        first = server.counts[f"{ask.method} {ask.path}"] == 1
        out.write(_raw(status, b"", header()) if first else _raw(200, _page("Here")))


_once("/limit/once", 429, lambda: "Retry-After: 1")
_once("/limit/date", 429, lambda: f"Retry-After: {formatdate(time.time() + 2, usegmt=True)}")
_once("/down/once", 503, lambda: "X-Nothing: 0")
_once("/down/waits", 503, lambda: "Retry-After: 1")

# Redirects

for code in (301, 302, 303, 307, 308):
    redirect(f"/moved/{code}", code, "/ok")
redirect("/moved/chain", 301, "/moved/chain-2")
redirect("/moved/chain-2", 308, "ok-relative")
fixed("/moved/ok-relative", 200, _page("Arrived", ANCHORS))
redirect("/moved/mixed", 301, "/moved/302")
redirect("/moved/loop", 301, "/moved/loop-2")
redirect("/moved/loop-2", 301, "/moved/loop")
redirect("/moved/self", 302, "/moved/self", "Set-Cookie: seen=1")
for step in range(LAST_IN_CHAIN):
    redirect(f"/moved/long-{step}", 301, f"/moved/long-{step + 1}")
fixed(f"/moved/long-{LAST_IN_CHAIN}", 200, _page("At last"))
redirect("/moved/file", 301, "file:///etc/passwd")
redirect("/moved/credentials", 301, "http://user:secret@127.0.0.1/")
redirect("/moved/private", 301, "http://10.0.0.1/")
redirect("/moved/link-local", 302, "http://169.254.169.254/latest/meta-data/")
redirect("/moved/mapped", 302, "http://[::ffff:10.0.0.1]/")
redirect("/moved/decimal", 302, "http://167772161/")
redirect("/moved/root", 301, "/")
redirect("/moved/index", 302, "/index.html")
fixed("/index.html", 200, _page("Home of the city"))
redirect("/moved/gate", 302, "/login?next=/moved/gate")
fixed("/login", 200, _page("Welcome"))
fixed("/login?next=/moved/gate", 200, _page("Welcome"))
redirect("/moved/cookies", 301, "/cookie-consent?u=1")
fixed("/cookie-consent?u=1", 200, _page("Your choices"))
redirect("/moved/lost", 302, "/error/404.html")
fixed("/error/404.html", 200, _page("City of Here"))
redirect("/moved/decree", 301, "/cases/consent-decree")
fixed("/cases/consent-decree", 200, _page("Consent decree"))
redirect("/moved/dead", 301, "/status/404")
redirect("/moved/down", 301, "/status/403")
redirect("/moved/soft", 301, "/soft/title")
fixed("/moved/nowhere", 302)
redirect("/moved/fragment", 301, "/ok#plain")
redirect("/moved/file.pdf", 301, "/file.pdf")

# Pages that say 200 and are not there, and those that only speak of it

fixed("/soft/title", 200, _page("Page Not Found | City of Here"))
fixed("/soft/heading", 200, b"<title>City of Here</title><h1>Sorry, we can&#8217;t find that page</h1>")
fixed("/soft/number", 200, b"<title>404</title><h1>404</h1>")
fixed("/soft/robot", 200, _page("Just a moment..."))
fixed("/soft/legal", 200, _page("Section 404. Defendant not found; return of service - Code of Here", LEGAL))
fixed("/soft/permit", 200, _page("404 Permits | City of Here", LEGAL))

# Bodies and headers that never end, break off or swell


def _bomb() -> bytes:
    """Return 1 GiB of blanks as gzip: one block of 16 MiB, repeated. Its checksum is wrong; nobody gets that far."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * 2**24) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block * BOMB + packer.flush() + struct.pack("<II", 0, (BOMB << 24) & 0xFFFFFFFF)


@on("/body/bomb")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await _send(out, _raw(200, _bomb(), "Content-Encoding: gzip"))


@on("/body/endless")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await _send(out, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<title>Endless</title>")
    while True:
        await _send(out, b"<p>more</p>" * 5000)


@on("/body/drips")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await _send(out, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<title>Slow</title>")
    while True:
        await _send(out, b".")
        await asyncio.sleep(0.05)


@on("/headers/drip")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await _send(out, b"HTTP/1.1 200 OK\r\n")
    while True:
        await _send(out, b"X-More: 1\r\n")
        await asyncio.sleep(0.05)


@on("/headers/endless")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await _send(out, b"HTTP/1.1 200 OK\r\n")
    while True:
        await _send(out, b"X-More: 1\r\n" * 5000)


@on("/slow")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await asyncio.sleep(600)


@on("/slow/start")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await asyncio.sleep(0.4)
    out.write(_raw(200, _page("Took its time")))


@on("/reset")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    await _reset(out)


@on("/garbage")
async def _(ask: Ask, out: Writer, server: Server) -> None:
    out.write(b"220 mail.example ESMTP ready\r\n")


fixed("/body/short", 200, _page("Broken off", '<p id="early">x</p>'), "Content-Length: 5000")
fixed("/body/not-gzip", 200, _page("Not packed", ANCHORS), "Content-Encoding: gzip")
fixed("/body/brotli", 200, b"\x0b\x02\x80abc\x03", "Content-Encoding: br")
fixed("/body/long", 200, b"<title>Long</title>" + b" " * 5_000_000 + b'<p id="late">x</p>')
fixed("/body/hostile", 200, b"<title>Hostile</title>" + b"<!--" * 300_000 + b"<a " * 300_000)


async def _send(out: Writer, data: bytes) -> None:
    out.write(data)
    await out.drain()


async def _reset(out: Writer) -> None:
    """Close with RST in place of FIN."""
    out.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    out.transport.abort()


async def _serve(reader: asyncio.StreamReader, out: Writer, server: Server) -> None:
    try:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            ask = _asked(await reader.readuntil(b"\r\n\r\n"))
            server.asked.append(ask)
            server.open[ask.host] += 1
            server.most[ask.host] = max(server.most[ask.host], server.open[ask.host])
            try:
                await ANSWERS.get(ask.path, ANSWERS["/status/404"])(ask, out, server)
                await out.drain()
            finally:
                server.open[ask.host] -= 1
        out.close()
    except asyncio.CancelledError:  # the test is over
        out.transport.abort()


def _asked(head: bytes) -> Ask:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    return Ask(method, headers.get("host", ""), path, headers, time.monotonic())


async def _listen(server: Server, host: str, context: ssl.SSLContext | None, ready: Callable[[Callable[[], object]], None]) -> None:
    """Serve until what `ready` is given is called from another thread."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.set_exception_handler(lambda *_: None)  # clients that leave are what it is for
    listening = await asyncio.start_server(lambda reader, out: _serve(reader, out, server), host, 0, ssl=context)
    server.port = listening.sockets[0].getsockname()[1]
    ready(lambda: loop.call_soon_threadsafe(stop.set))
    await stop.wait()
    listening.close()  # run() ends whoever is still being served


@contextmanager
def misbehaving(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve on a free loopback port; with `context`, over TLS."""
    server = Server()
    stops: queue.Queue[Callable[[], object]] = queue.Queue()
    thread = threading.Thread(target=lambda: asyncio.run(_listen(server, host, context, stops.put)), daemon=True)
    thread.start()
    stop = stops.get(timeout=10)
    try:
        yield server
    finally:
        stop()
        thread.join(10)


def self_signed(folder: Path, name: str = "localhost") -> ssl.SSLContext | None:
    """Make a certificate for `name` that nobody signed, in `folder`; None where there is no openssl to make it."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate), "-days", "2"]
    try:
        subprocess.run([*command, "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1"], check=True, capture_output=True)
    except FileNotFoundError:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


if __name__ == "__main__":
    with misbehaving() as serving:
        print(serving.base, flush=True)
        with suppress(KeyboardInterrupt):
            sys.stdin.read()
        for line, count in sorted(serving.counts.items()):
            print(f"{count:4} {line}")
