"""Requests: polite to each host, bounded in time and size, and only to addresses that were looked up and allowed.

httpcore is used bare: it keeps no cookies, follows no redirect, unpacks no body and reads no proxy settings.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from urllib.parse import urlsplit

import certifi
import httpcore

from toolkit.online import DEAD, REFUSED, UNDECIDED, Verdict
from toolkit.online.allowed import RefusedError, check_ip
from toolkit.online.page import PageRead, is_page, read

MAX_BODY = 4_000_000  # bytes of a page that are read, after unpacking; no page of law is longer
AT_ONCE = 12  # requests under way
AT_ONCE_ON_HOST = 2
LONGEST_WAIT = 20.0  # seconds that a run waits for one host in all, as Retry-After asks
SHORT_WAIT = 1.0  # seconds before a second try where no Retry-After was given
CONNECTING = 10.0  # seconds for one IP address
NO_HOST = "no host has this name"
REDIRECTS = frozenset({301, 302, 303, 307, 308})

# Addresses that end like this are files: their headers tell enough, so HEAD comes first. Of a page the title is needed.
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".rtf", ".csv", ".zip", ".epub", ".jpg", ".jpeg", ".png", ".gif", ".svg", ".mp3", ".mp4")


@dataclass(frozen=True)
class Settings:
    """How to ask. Times in seconds; `wanted` are all ids that any address names, so that only those are remembered."""

    agent: str
    deadline: float = 30.0
    pause: float = 0.5
    loopback: bool = False
    wanted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answer:
    """What an address answered; `failure` when it did not, or cannot be judged by its status."""

    status: int = 0
    location: str = ""
    kind: str = ""
    page: PageRead | None = None
    retry_after: str = ""
    failure: Verdict | None = None
    again: bool = False


class Budget:
    """The seconds that are left for one link; waiting behind other links on the same host is not counted."""

    def __init__(self, seconds: float) -> None:
        self.whole = self.left = seconds


class _Host:
    """The queue before one host."""

    def __init__(self) -> None:
        self.gate = asyncio.Semaphore(AT_ONCE_ON_HOST)
        self.free_at = 0.0
        self.waited = 0.0
        self.closed = ""  # why it is left alone for the rest of the run

    @asynccontextmanager
    async def turn(self, pause: float) -> AsyncIterator[None]:
        """Wait until this host may be asked again."""
        async with self.gate:
            while (delay := self.free_at - monotonic()) > 0:
                await asyncio.sleep(delay)
            self.free_at = monotonic() + pause
            yield

    def hold(self, seconds: float) -> None:
        """Ask nothing more of this host for a while."""
        self.waited += seconds
        self.free_at = max(self.free_at, monotonic() + seconds)


class _Backend(httpcore.AsyncNetworkBackend):
    """Connects to the very IP address that was checked: a name cannot lead elsewhere between the check and the connection."""

    def __init__(self, loopback: bool) -> None:
        self.loopback = loopback
        self.inner = httpcore.AnyIOBackend()
        self.threads = ThreadPoolExecutor(4 * AT_ONCE)  # more than are asked at once: a look-up that hangs cannot be ended
        self.found: dict[str, asyncio.Future[list[str]]] = {}

    @property
    def blind(self) -> bool:
        """Whether no name of several could be looked up: that says something of this machine's network, and nothing of them."""
        return len(self.found) > 2 and all(each.done() and not each.cancelled() and each.exception() for each in self.found.values())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if host not in self.found:
            self.found[host] = asyncio.get_running_loop().run_in_executor(self.threads, _look_up, host)
            self.found[host].add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be left to ask for it
        ips = await asyncio.shield(self.found[host])
        for ip in ips:
            check_ip(ip, self.loopback)
        for ip in ips[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self.inner.connect_tcp(ip, port, CONNECTING, local_address, socket_options)
        return await self.inner.connect_tcp(ips[-1], port, CONNECTING, local_address, socket_options)


def _look_up(host: str) -> list[str]:
    """Return the IP addresses of a host, IPv4 first: it is what most networks can reach."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0] != socket.AF_INET)))


class Web:
    """Asks each address at most three times in a run, whoever cites it or is led there."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.backend = _Backend(settings.loopback)
        trusted = ssl.create_default_context()  # what this machine trusts (SSL_CERT_FILE), and what browsers do
        trusted.load_verify_locations(certifi.where())
        self.pool = httpcore.AsyncConnectionPool(ssl_context=trusted, max_connections=None, keepalive_expiry=5, network_backend=self.backend)
        self.hosts: dict[str, _Host] = {}
        self.asked: dict[str, asyncio.Task[Answer]] = {}
        self.gate = asyncio.Semaphore(AT_ONCE)

    async def close(self) -> None:
        """Let go of every connection; look-ups that still hang are left behind."""
        await self.pool.aclose()
        self.backend.threads.shutdown(wait=False, cancel_futures=True)

    async def ask(self, url: str, budget: Budget) -> Answer:
        """Return what `url` answers; a second call returns the same answer without a request."""
        if url not in self.asked:
            self.asked[url] = asyncio.ensure_future(self._ask(url, budget))
        return await self.asked[url]

    async def _ask(self, url: str, budget: Budget) -> Answer:
        host = self.hosts.setdefault(_host_of(url), _Host())
        if urlsplit(url).path.lower().endswith(_FILES):
            answer = await self._once("HEAD", url, host, budget, budget.left / 3)
            if answer.status in REDIRECTS or (answer.status in range(200, 300) and not is_page(answer.kind)):
                return answer
            if answer.status == 429 and not await self._waited(answer, host, budget):
                return self._limited(answer, host)
        answer = await self._once("GET", url, host, budget, budget.left)
        if not answer.again:
            return answer
        if not await self._waited(answer, host, budget):
            return self._limited(answer, host) if answer.retry_after or answer.status == 429 else answer
        return await self._once("GET", url, host, budget, budget.left)

    async def _waited(self, answer: Answer, host: _Host, budget: Budget) -> bool:
        """Wait as long as the host asks; False, without waiting, when that is too long."""
        seconds = _seconds(answer.retry_after)
        if seconds > min(LONGEST_WAIT - host.waited, budget.left):
            return False
        if answer.retry_after or answer.status == 429:
            host.hold(seconds)
        budget.left -= seconds
        await asyncio.sleep(seconds)
        return True

    def _limited(self, answer: Answer, host: _Host) -> Answer:
        """Return the verdict; a host that asks for more patience than a run has is left alone."""
        seconds = _seconds(answer.retry_after)
        until = datetime.now(UTC) + timedelta(seconds=min(seconds, 10**8))
        reason = f"limited until {until:%Y-%m-%d %H:%M} UTC ({answer.status})"
        if seconds > LONGEST_WAIT - host.waited:
            host.closed = host.closed or f"{reason}: the host is left alone for this run"
        else:
            host.hold(seconds)
        return Answer(failure=Verdict(UNDECIDED, host.closed or reason))

    async def _once(self, method: str, url: str, host: _Host, budget: Budget, limit: float) -> Answer:
        async with host.turn(self.settings.pause), self.gate:
            if host.closed:
                return Answer(failure=Verdict(UNDECIDED, host.closed))
            start = monotonic()
            try:
                async with asyncio.timeout(max(limit, 0)):
                    return await self._request(method, url)
            except Exception as error:
                return _failed(error, budget.whole)
            finally:
                budget.left -= monotonic() - start

    async def _request(self, method: str, url: str) -> Answer:
        parts = urlsplit(url)
        host, target = (parts.hostname or "").encode(), parts.path + (f"?{parts.query}" if parts.query else "")
        address = httpcore.URL(scheme=parts.scheme.encode(), host=host, port=parts.port, target=target.encode())
        headers = {"Host": parts.netloc, "User-Agent": self.settings.agent, "Accept": "text/html, */*;q=0.8", "Accept-Encoding": "identity, gzip"}
        async with self.pool.stream(method, address, headers=list(headers.items())) as response:
            got = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            kind, status = got.get("content-type", ""), response.status
            again = status == 429 or status in (500, 502, 503, 504, 520, 521, 522, 523, 524)
            answer = Answer(status, got.get("location", ""), kind, None, got.get("retry-after", "").strip(), None, again)
            if method == "HEAD" or status != 200 or not is_page(kind):
                return answer
            body, whole = await _body(response, got.get("content-encoding", "identity").strip().lower())
        page = await asyncio.to_thread(read, body, kind, whole, self.settings.wanted)
        return Answer(status, kind=kind, page=page)


def _host_of(url: str) -> str:
    """Return what counts as one host: http and https of a name are the same machine, a port of its own is another server."""
    return urlsplit(url).netloc


async def _body(response: httpcore.Response, coding: str) -> tuple[bytes, bool]:
    """Return at most MAX_BODY unpacked bytes of a body, and whether that is all of it. What breaks off is read so far."""
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        return b"", False
    unpack = None if coding in ("identity", "") else zlib.decompressobj(zlib.MAX_WBITS | 32)
    body = bytearray()
    try:
        async for chunk in response.aiter_stream():
            body += unpack.decompress(chunk, MAX_BODY + 1 - len(body)) if unpack else chunk
            if len(body) > MAX_BODY:
                return bytes(body[:MAX_BODY]), False
    except (zlib.error, httpcore.RemoteProtocolError, httpcore.ReadError):
        return bytes(body), False
    return bytes(body), unpack is None or unpack.eof


def _seconds(retry_after: str) -> float:
    """Return the seconds that a Retry-After asks for, given as a number or as a date; SHORT_WAIT for anything else."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:12])
    try:
        when = parsedate_to_datetime(retry_after)
        return max((when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return SHORT_WAIT


_NO_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def _failed(error: Exception, deadline: float) -> Answer:
    """Return what a request came to that brought no answer."""
    # httpcore hides the cause, and keeps what was raised below it as context and argument.
    cause = next((each for each in (error, error.__context__, *error.args) if isinstance(each, ssl.SSLError)), None)
    if isinstance(error, RefusedError):
        return Answer(failure=Verdict(REFUSED, str(error)))
    if isinstance(error, socket.gaierror):
        if error.errno in _NO_NAME:
            return Answer(failure=Verdict(DEAD, NO_HOST))
        return Answer(failure=Verdict(UNDECIDED, "the name of the host could not be looked up just now"))
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return Answer(failure=Verdict(UNDECIDED, f"slow: no whole answer within {deadline:g} seconds"))
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Answer(failure=Verdict(UNDECIDED, f"bad certificate: {cause.verify_message}"))
    if isinstance(cause, ssl.SSLError):
        return Answer(failure=Verdict(UNDECIDED, f"no secure connection: {cause.reason or 'broken off'}"))
    if isinstance(error, httpcore.ConnectError | OSError):
        return Answer(failure=Verdict(UNDECIDED, "down: nothing accepts a connection there"))
    if isinstance(error, httpcore.ReadError | httpcore.WriteError | httpcore.RemoteProtocolError):
        return Answer(failure=Verdict(UNDECIDED, "down: the connection broke off, or what came was no HTTP"), again=True)
    return Answer(failure=Verdict(UNDECIDED, f"the check itself failed: {type(error).__name__}: {error}"))
