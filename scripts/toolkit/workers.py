"""One function over many items, on every processor when there are enough of them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

LEAST = 100  # below this many items, starting processes costs more than it gains

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

_work: tuple[Callable[[Any, Any], Any], Any] | None = None  # what the processes inherit; it is never sent to them


def all_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(function: Callable[[S, T], R], shared: S, items: Sequence[T], workers: int = 1) -> list[R]:
    """Return function(shared, item) for every item, in order.

    With more than one worker the process is copied (fork), so only a process without threads may ask for that.
    """
    global _work
    if workers < 2 or len(items) < LEAST or "fork" not in multiprocessing.get_all_start_methods():
        return [function(shared, item) for item in items]
    _work = (function, shared)
    try:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            return pool.map(_call, items, chunksize=16)
    except OSError:  # a system without semaphores or without room for more processes: slower, same result
        return [function(shared, item) for item in items]
    finally:
        _work = None


def _call(item: Any) -> Any:
    assert _work is not None
    function, shared = _work
    return function(shared, item)
