"""Python's search for circles of dead objects, made rarer while a file is loaded."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (20_000, 10, 1_000)
_lock = threading.Lock()
_loads = 0
_before = gc.get_threshold()


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for dead circles among young objects only.

    A load makes millions of objects and hardly a circle, and each full search walks through all that are alive:
    it took a third of the processor time of a load of 25,917 rows. Loads beside each other share it.
    """
    global _loads, _before
    with _lock:
        if _loads == 0:
            _before = gc.get_threshold()
            gc.set_threshold(*_THRESHOLDS)
        _loads += 1
    try:
        yield
    finally:
        with _lock:
            _loads -= 1
            if _loads == 0:
                gc.set_threshold(*_before)
