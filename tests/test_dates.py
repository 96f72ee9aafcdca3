"""Dates as records write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from toolkit import dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-08-05", date(2025, 8, 5), date(2025, 8, 5)),
        ("2025-02-30", None, None),
        ("2025-13", None, None),
        ("25", None, None),
        ("2025-8-5", None, None),
        ("0000", None, None),
        ("٢٠٢٥", None, None),
        ("2025-08-05\n", None, None),
    ],
)
def test_what_a_date_can_mean(text: str, first: date | None, last: date | None) -> None:
    assert (dates.earliest(text), dates.latest(text)) == (first, last)


@pytest.mark.parametrize(
    ("one", "other", "wholly"), [("2025", "2024", True), ("2025", "2025-08", False), ("2025-09", "2025-08-31", True), ("", "2024", False), (2026, 2025, True)]
)
def test_one_after_another(one: object, other: object, wholly: bool) -> None:
    assert dates.after(one, other) is wholly


def test_the_day_is_the_one_that_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_DATE", "2020-02-29")
    assert dates.reference(Path()) == dates.today(Path()) == date(2020, 2, 29)
    monkeypatch.setenv("TOOLKIT_DATE", "2020")
    with pytest.raises(ValueError, match='TOOLKIT_DATE is "2020"'):
        dates.reference(Path())


def test_the_day_of_a_build_is_that_of_its_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_DATE", "")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert dates.reference(Path()) == date(1970, 1, 2)
    assert dates.today(Path()) >= date(2026, 1, 1)
