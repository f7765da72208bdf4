"""Export and import: the same bytes after the way there and back."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest

from graph.database import SCHEMA_VERSION, Database
from graph.errors import InputError, StateError
from graph.model import EventContent, LinkContent, MergeContent, ParticipationContent
from graph.statements import loads
from graph.statements.facts import backup, facts, restore
from tests.graph.statements.writing import load, town


def fill(kb: Database) -> None:
    fair = EventContent(event="fair", title={"en": "Fair"}, kind="meeting", begin="2001")
    part = ParticipationContent(of="event", ref="fair", town=town("Anna"), role="host")
    load(kb, "news", [fair, part])
    load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"), since="1988")])
    undone = load(kb, "wrong", [LinkContent(a=town("Anna"), b=town("Dora"))])
    loads.undo(kb, undone.id)
    load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"), since="1989")])
    load(kb, "curator", [MergeContent(keep="anna", gone="cilli")])


def test_import_of_an_export_exports_the_same_bytes(kb: Database, wipe: Callable[[], None]) -> None:
    fill(kb)
    before, known = b"".join(backup(kb)), b"".join(facts(kb))
    wipe()
    restore(kb, before.splitlines(keepends=True))
    assert b"".join(backup(kb)) == before
    assert b"".join(facts(kb)) == known


def test_import_into_a_knowledge_base_with_data_is_refused(kb: Database) -> None:
    fill(kb)
    with pytest.raises(StateError, match="not empty"):
        restore(kb, backup(kb))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"nonsense", "line 1 is not a line"),
        (b'{"citynet": 99}', "schema version 99"),
        (b'{"content": {}, "source": "x"}', "line 1 is a fact alone.*export --facts"),
        (b"[]", "line 1 is not a line"),
        (b'{"cat": {}}', "does not name a schema version"),
    ],
)
def test_a_line_that_is_no_export_is_named(kb: Database, line: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        restore(kb, [line])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"cat": {}}', "line 2: 'cat' is not part of an export"),
        (b'{"statement": {}}', r"line 2 is damaged: statement\.id"),
        (b'{"statement": 5}', "line 2 is damaged: statement"),
        (b'{"load": {"id": "L1", "seq": "1", "state": "done"}}', r"line 2 is damaged: load\.seq"),
        (b'{"city_id": {}}', r"line 2 is damaged: city_id\.key"),
    ],
)
def test_a_row_that_lacks_what_it_must_have_is_named(kb: Database, line: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        restore(kb, [b'{"citynet": %d}' % SCHEMA_VERSION, line])


def test_a_load_that_comes_while_an_export_is_written_is_in_it_whole_or_not_at_all(kb: Database) -> None:
    fill(kb)
    exporting = backup(kb)
    lines = [next(exporting), next(exporting)]
    late = load(kb, "late", [LinkContent(a=town("Anna"), b=town("Emil"))])
    rows = [next(iter(orjson.loads(line).items())) for line in (*lines, *exporting)]
    known = {row["seq"] for kind, row in rows if kind == "load"}
    assert late.seq not in known
    assert [row for kind, row in rows if kind == "statement" and not known.issuperset(row["carried"])] == []
    assert [row for kind, row in rows if kind == "city_id" and row["key"] == "emil"] == []


def test_a_statement_changed_by_hand_is_refused(kb: Database, wipe: Callable[[], None]) -> None:
    fill(kb)
    lines = [line.replace(b'"since":"1989"', b'"since":"1979"') for line in backup(kb)]
    wipe()
    with pytest.raises(InputError, match="changed by hand"):
        restore(kb, lines)
