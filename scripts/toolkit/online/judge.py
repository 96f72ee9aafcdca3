"""From answers to verdicts: where a chain of redirects ends, whether the place is still there, and what may be said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from toolkit.online import ANCHOR, DEAD, MOVED, OK, REFUSED, UNDECIDED, Verdict
from toolkit.online.allowed import requestable
from toolkit.online.fetch import REDIRECTS, Answer, Budget, Web
from toolkit.online.page import PageRead

MAX_HOPS = 10
_PERMANENT = frozenset({301, 308})
_PHRASES = {status.value: status.phrase for status in HTTPStatus}

# A whole title or heading, or a whole part of one, that says the page is not there. A law's title only mentions it:
# "Section 404. Property not found" is none of these.
_PARTS = re.compile(r"\s+[|–—·»:-]+\s+|\s*\|\s*|:\s+")
_WHAT = r"(?:the |that |this |your |requested )*(?:page|file or directory|file|document|content|article|resource|url|link|item|bill|record)s?"
_GONE = re.compile(
    r"(?:(?:sorry|oops|whoops|uh oh|error|http|status)\W+)*(?:"
    r"(?:http )?(?:error )?404(?: error)?\W+(?:(?:file |page |file or directory )?not found|error)|(?:http )?error 404|404 error"
    rf"|(?:{_WHAT} |)(?:(?:was |were |is |could |can |cannot )*not (?:be )?found|cannot be found|can[’']t be found)"
    rf"|(?:we |i )?(?:can(?:no|[’'])t|couldn[’']t|could not|can not) find {_WHAT}(?: you\b.*)?"
    rf"|{_WHAT}(?: you\b[\w ’']{{1,40}})? (?:does not exist|doesn[’']t exist|no longer exists?|is missing|is (?:no longer|not) available|has been removed"
    r"|could not be found|cannot be found|was not found)"
    r"|nothing (?:was )?found(?: here)?)[.!\s]*",
    re.I,
)
_ROBOT = re.compile(r"just a moment\.*|attention required!?.*|access denied|are you (?:a robot|human)\??|pardon our interruption\.*|security check.*", re.I)
_HOME = re.compile(r"/(?:(?:en|es|fr)(?:-[a-z]{2})?/?)?(?:(?:index|home|default)(?:\.\w{1,5})?/?)?", re.I)
_ERROR = re.compile(r"(?:^|/)(?:error/?)?(?:404|error|(?:page-?)?not-?found)(?:\.\w{1,5})?/?$", re.I)
# Whole words of a path: a consent decree and a challenge to a detainer are what we cite.
_GATE = re.compile(
    r"//(?:login|signin|sso|auth|accounts?|consent)\.|/(?:(?:user|wp|member)-?)?(?:log-?in|sign-?in|log-?on|sso|oauth2?|saml2?|authorize"
    r"|(?:cookie-?)?consent|captcha)(?:\.\w{1,5})?(?:/|$)",
    re.I,
)
# Not the names of places in a page: a page of a PDF, lines of code, and routes and words that only a script or the browser finds.
_NO_ID = re.compile(r"(?:top|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?|[!/].*)?", re.I)


@dataclass(frozen=True)
class Landing:
    """Where an address leads: the statuses of the redirects on the way, and the last answer.

    `fragment` is the one that the last redirect names; it takes the place of the cited one.
    """

    asked: str
    url: str
    hops: tuple[int, ...]
    answer: Answer
    fragment: str = ""


async def follow(url: str, web: Web) -> Landing:
    """Ask a requestable address and go where it leads."""
    budget = Budget(web.settings.deadline)
    asked, seen, fragment = url, [url], ""
    hops: list[int] = []
    while True:
        answer = await web.ask(url, budget)
        if answer.failure or answer.status not in REDIRECTS:
            return Landing(asked, url, tuple(hops), answer, fragment)
        hops.append(answer.status)
        try:
            target, named = urldefrag(urljoin(url, _plain(answer.location)))
            url, fragment = requestable(target), named or fragment
        except ValueError as error:
            return Landing(asked, url, tuple(hops), Answer(failure=Verdict(REFUSED, f"leads to {_plain(answer.location)}: {error}")))
        if not answer.location or url in seen or len(hops) > MAX_HOPS:
            return Landing(asked, url, tuple(hops), Answer(failure=Verdict(UNDECIDED, _lost(answer, url in seen))))
        seen.append(url)


def _lost(answer: Answer, circle: bool) -> str:
    if not answer.location:
        return f"redirects ({answer.status}) without saying where"
    return "redirect loop: it leads back to itself, or waits for a cookie" if circle else f"redirect loop: more than {MAX_HOPS} redirects"


def _plain(location: str) -> str:
    """Return a Location as text: servers send UTF-8 where only ASCII is allowed."""
    try:
        return location.strip().encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location.strip()


def names(fragment: str) -> frozenset[str]:
    """Return the ids that a fragment can mean; none when it is no name of a place in a page."""
    fragment = fragment.partition(":~:")[0]
    if _NO_ID.fullmatch(fragment):
        return frozenset()
    return frozenset({fragment, unquote(fragment), f"user-content-{unquote(fragment)}"})  # the last: how GitHub marks headings


def judge(fragment: str, landing: Landing) -> Verdict:
    """Return what is to be said of an address that was cited with `fragment`."""
    answer = landing.answer
    through = f"leads to {landing.url}: " if landing.hops else ""
    verdict = answer.failure or _of_status(answer.status) or _of_landing(landing) or _of_page(answer.page)
    if verdict:
        return Verdict(verdict.kind, verdict.reason if verdict.reason.startswith("leads to") else through + verdict.reason)
    place = landing.fragment or fragment
    if not landing.fragment and (missing := _of_place(fragment, answer)):
        return Verdict(missing.kind, through + missing.reason)
    if landing.hops and _PERMANENT.issuperset(landing.hops):
        return Verdict(MOVED, "moved for good", landing.url + (f"#{place}" if place else ""))
    return Verdict(OK)


def _of_status(status: int) -> Verdict | None:
    if 200 <= status < 300:
        return None
    words = f"{status} {_PHRASES[status]}" if status in _PHRASES else str(status)
    if status in (404, 410):
        return Verdict(DEAD, f"not there ({words})")
    if status == 429:
        return Verdict(UNDECIDED, f"limited: asked to come back later ({words})")
    if status >= 500 and status != 999:
        return Verdict(UNDECIDED, f"down: the server failed ({words})")
    if status == 408:
        return Verdict(UNDECIDED, f"slow: the server gave up ({words})")
    return Verdict(UNDECIDED, f"blocked: not shown to a program ({words})")


def _of_landing(landing: Landing) -> Verdict | None:
    """Return what is wrong when a redirect ended somewhere that answers for every page."""
    start, end = urlsplit(landing.asked), urlsplit(landing.url)
    if not landing.hops:
        return None
    if _HOME.fullmatch(end.path) and not end.query and not (_HOME.fullmatch(start.path) and not start.query):
        return Verdict(UNDECIDED, "soft 404: the home page stands in its place")
    if _ERROR.search(end.path) and not _ERROR.search(start.path):
        return Verdict(UNDECIDED, "soft 404: a page of errors stands in its place")
    if _GATE.search(f"//{end.netloc}{end.path}") and not _GATE.search(f"//{start.netloc}{start.path}"):
        return Verdict(UNDECIDED, "blocked: a page to sign in or to consent stands in its place")
    return None


def _of_page(page: PageRead | None) -> Verdict | None:
    for what, words in (("title", page.title[:300]), ("heading", page.heading[:300])) if page else ():
        shown = "".join(c if c.isprintable() else " " for c in words[:60])
        if _ROBOT.fullmatch(words):
            return Verdict(UNDECIDED, f"blocked: a check for robots stands in its place (“{shown}”)")
        if words.strip() == "404" or any(_GONE.fullmatch(part.strip()) for part in (words, *_PARTS.split(words))):
            return Verdict(UNDECIDED, f"soft 404: its {what} says “{shown}”")
    return None


def _of_place(fragment: str, answer: Answer) -> Verdict | None:
    """Return what is wrong with the place in a page that a fragment names."""
    wanted = names(fragment)
    if not wanted or answer.page is None or wanted & answer.page.ids:
        return None
    if not answer.page.whole:
        return Verdict(UNDECIDED, f'"#{fragment}" is not in the part of the page that could be read')
    return Verdict(ANCHOR, f'the page is there, but nothing on it is named "#{fragment}"')
