"""Dates as records write them (2025, 2025-08 or 2025-08-05), and the day from which ages are counted."""

from __future__ import annotations

import os
import re
import subprocess
from calendar import monthrange
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def earliest(text: str) -> date | None:
    """Return the first day that `text` can mean; None when it is no date."""
    found = _FORM.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found.group(1)), int(found.group(2) or 1), int(found.group(3) or 1))
    except ValueError:
        return None


def latest(text: str) -> date | None:
    """Return the last day that `text` can mean; None when it is no date."""
    start = earliest(text)
    if start is None or len(text) == 10:
        return start
    month = start.month if len(text) == 7 else 12
    return date(start.year, month, monthrange(start.year, month)[1])


def after(one: object, other: object) -> bool:
    """Whether `one` lies wholly after `other`; False when either is no date."""
    start, end = earliest(str(one)), latest(str(other))
    return start is not None and end is not None and start > end


def reference(root: Path) -> date:
    """Return the day from which ages are counted: TOOLKIT_DATE, or the day of the last commit, so that builds reproduce.

    Raises:
        ValueError: TOOLKIT_DATE is no date.
    """
    given = os.environ.get("TOOLKIT_DATE", "")
    if not given:
        return _committed(root, os.environ.get("SOURCE_DATE_EPOCH", ""))
    found = earliest(given)
    if found is None or len(given) != 10:
        raise ValueError(f'TOOLKIT_DATE is "{given}": write a date such as 2026-11-21, or unset it')
    return found


def today(root: Path) -> date:
    """Return the last day that lies in no future: a page is dated before it is committed."""
    day = reference(root)
    return day if os.environ.get("TOOLKIT_DATE") else max(day, date.today())


@lru_cache(maxsize=8)
def _committed(root: Path, epoch: str) -> date:
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    try:
        git = subprocess.run(["git", "log", "-1", "--format=%cs"], cwd=root, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return date.today()
    return earliest(git.stdout.strip()) or date.today()
