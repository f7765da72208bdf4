"""Names folded for comparing: what is kept of them."""

from __future__ import annotations

import tracemalloc

from graph.countries import country_code
from graph.names import LONGEST_KEPT, fold


def test_a_long_name_is_folded_as_a_short_one_is() -> None:
    assert fold("Sankt-Łódź " * LONGEST_KEPT) == " ".join(["sankt lodz"] * LONGEST_KEPT)


def test_long_names_fill_no_memory() -> None:
    tracemalloc.start()
    for number in range(200):
        text = f"{number} {'x' * 30_000}"
        fold(text)
        country_code(text)
    del text
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_000_000
