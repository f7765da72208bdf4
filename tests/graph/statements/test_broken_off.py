"""Taking a load back, broken off in the middle and done again, leaves what was before; so does importing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from graph.database import Database
from graph.model import LinkContent
from graph.statements import facts as exports
from graph.statements import loads
from graph.statements.facts import backup, facts, restore
from tests.graph.statements.writing import load, town

NAMES = [f"Town {number}" for number in range(12)]


def links(since: str) -> list[LinkContent]:
    return [LinkContent(a=town(a), b=town(b), since=since) for a, b in pairwise(NAMES)]


@pytest.fixture
def broken_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Breaks the program off after so many commits from now on; statements are written five at a time."""
    monkeypatch.setattr(loads, "BATCH", 5)
    monkeypatch.setattr(exports, "BATCH", 5)
    write = Database.write

    def at(commit: int) -> None:
        left = [commit]

        def writing(db: Database, work: Callable[..., Any]) -> Any:
            done = write(db, work)
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
            return done

        monkeypatch.setattr(Database, "write", writing)

    return at


@pytest.mark.parametrize("commit", range(1, 7))
def test_a_load_taken_back_in_two_goes_leaves_what_was_before(
    kb: Database, broken_at: Callable[[int], None], commit: int
) -> None:
    load(kb, "list", links("1960"))
    before = b"".join(facts(kb))
    load(kb, "list", links("1970"))
    broken_at(commit)
    with pytest.raises(KeyboardInterrupt):
        loads.undo(kb, "L2")
    assert loads.listed(kb)["loads"][0]["state"] == "undoing"
    loads.undo(kb, "L2")
    assert b"".join(facts(kb)) == before


@pytest.mark.parametrize("commit", [1, 2, 4, 8, 12, 16])
def test_an_import_in_two_goes_gives_the_same_bytes(
    kb: Database, wipe: Callable[[], None], broken_at: Callable[[int], None], commit: int
) -> None:
    load(kb, "list", links("1960"))
    load(kb, "other", links("1970"))
    before = list(backup(kb))
    wipe()
    broken_at(commit)
    with pytest.raises(KeyboardInterrupt):
        restore(kb, before)
    restore(kb, before)
    assert list(backup(kb)) == before
