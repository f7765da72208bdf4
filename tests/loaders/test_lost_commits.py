"""A load that does not hear whether a commit came through writes it again, and leaves and tells the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import IncompleteCommit, ServiceUnavailable

import loaders
from graph.database import Database
from graph.errors import DatabaseAwayError
from graph.statements import loads
from graph.statements.facts import facts
from tests.loaders.processes import another_year, rows, written

FIRST = rows(0, 300)
TOLD = ("read", "new", "changed", "same", "withdrawn", "towns_new", "links_new")


@contextmanager
def losing(every: int) -> Iterator[list[int]]:
    """Of the commits meanwhile each `every`-th comes through without word of it; gives the number of commits.

    What only reads commits, too.
    """
    count = [0]

    def losing_word_of(execute: Callable[..., Any]) -> Callable[..., Any]:
        def executed(session: neo4j.Session, work: Callable[..., Any], *arguments: Any) -> Any:
            done = execute(session, work, *arguments)
            count[0] += 1
            if count[0] % every == 0:
                raise IncompleteCommit("the connection was lost")
            return done

        return executed

    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute_write", "execute_read"):
            patch.setattr(neo4j.Session, name, losing_word_of(getattr(neo4j.Session, name)))
        yield count


@pytest.mark.parametrize("every", [*(pytest.param(one, marks=pytest.mark.long) for one in (2, 5)), 3])
def test_commits_without_an_answer_are_made_again(
    kb: Database, wipe: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    monkeypatch.setattr(loads, "BATCH", 50)
    (tmp_path / "newer").mkdir()
    files = [
        written(tmp_path / "list.csv", FIRST),
        written(tmp_path / "other.csv", rows(2, 50)),
        written(tmp_path / "newer" / "list.csv", [*map(another_year, FIRST[:60]), *FIRST[60:120]]),
    ]

    def loaded() -> tuple[list[list[Any]], bytes]:
        told = [loaders.load(file, db=kb, resolve=False).summary() for file in files]
        return [[one[name] for name in TOLD] for one in told], b"".join(facts(kb))

    undisturbed = loaded()
    wipe()
    with losing(every) as commits:
        assert loaded() == undisturbed
    assert commits[0] > 3 * every


def test_what_may_not_be_written_twice_is_not(kb: Database) -> None:
    with losing(1) as commits, pytest.raises(DatabaseAwayError):
        kb.write(lambda tx: None)
    assert commits == [1]


def test_a_load_waits_for_a_database_that_goes_while_it_takes_its_lock(
    kb: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, count = neo4j.Session.begin_transaction, [0]

    def begun(session: neo4j.Session, **options: Any) -> neo4j.Transaction:
        count[0] += 1
        if count[0] in (1, 3):  # looking whether the lock is free, and taking it
            raise ServiceUnavailable("the connection was lost")
        return begin(session, **options)

    monkeypatch.setattr(neo4j.Session, "begin_transaction", begun)
    report = loaders.load(written(tmp_path / "list.csv", FIRST), db=kb, resolve=False)
    assert (report.read, report.new, count[0]) == (300, 300, 5)
