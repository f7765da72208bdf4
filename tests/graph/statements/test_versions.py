"""An export of an older schema version is brought up while it is read; one of a newer version is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import orjson
import pytest

from graph import database
from graph.database import SCHEMA_VERSION, Address, Database, Row
from graph.errors import ForeignDatabaseError, InputError, StateError
from graph.model import LinkContent
from graph.statements import facts as exports
from graph.statements import loads, versions
from graph.statements.facts import backup, facts, restore
from graph.statements.statement import statement
from graph.statements.versions import STEPS, Line, own_id
from tests.api.commands import citynet
from tests.graph.full import everything
from tests.graph.statements.writing import load, town

LAST, BEFORE = SCHEMA_VERSION - 1, SCHEMA_VERSION - 2


def fill(kb: Database) -> None:
    load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"), since="1988")])
    load(kb, "other", [LinkContent(a=town("Anna"), b=town("Cilli"))])


def lines(kb: Database) -> list[bytes]:
    return list(backup(kb))


def line(kind: str, row: object) -> bytes:
    return orjson.dumps({kind: row}, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def broken(*_: object) -> None:
    """In the place of a step at which somebody breaks off."""
    raise KeyboardInterrupt


def in_old_words(new: Iterable[bytes], version: int) -> Iterator[bytes]:
    """An export as a made-up older program wrote it: a link's beginning was `from`, and each load had a colour."""
    for one in new:
        ((kind, row),) = orjson.loads(one).items()
        if kind == "citynet":
            row = version
        elif kind == "load":
            row["colour"] = "blue"
        elif kind == "statement" and "since" in row["content"]:
            row["content"]["from"] = row["content"].pop("since")
            row["id"] = own_id(row)
        yield line(kind, row)


def without_colour(kind: str, row: Row) -> list[Line]:
    return [(kind, {name: value for name, value in row.items() if name != "colour"})]


def since_for_from(kind: str, row: Row) -> list[Line]:
    content = row.get("content", {})
    if "from" in content:
        content["since"] = content.pop("from")
    return [(kind, row)]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, BEFORE, without_colour)
    monkeypatch.setitem(STEPS, LAST, since_for_from)


@pytest.mark.usefixtures("steps")
def test_an_older_export_comes_in_through_its_steps(kb: Database, wipe: Callable[[], None]) -> None:
    fill(kb)
    new = lines(kb)
    known = list(facts(kb))
    wipe()
    restore(kb, in_old_words(new, BEFORE))
    assert (list(facts(kb)), lines(kb)) == (known, new)


@pytest.mark.usefixtures("steps")
def test_an_older_export_changed_by_hand_is_refused(kb: Database, wipe: Callable[[], None]) -> None:
    fill(kb)
    old = [one.replace(b'"1988"', b'"1989"') for one in in_old_words(lines(kb), BEFORE)]
    wipe()
    with pytest.raises(InputError, match=r"line \d+: statement \w+ was changed by hand"):
        restore(kb, old)


def test_statements_that_become_the_same_are_carried_by_the_loads_of_both(
    kb: Database, wipe: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A made-up version said who noted a link; the next one does not."""
    pair = LinkContent(a=town("Anna"), b=town("Berta"))
    for _ in range(2):
        load(kb, "list", [pair])
    new = lines(kb)
    known = list(facts(kb))
    old = [line("citynet", LAST)]
    for one in new[1:]:
        ((kind, row),) = orjson.loads(one).items()
        parts = [row]
        if kind == "statement" and row["id"] == statement("list", pair).id:
            parts = [row | {"content": row["content"] | {"by": str(seq)}, "carried": [seq]} for seq in (1, 2)]
        old += [line(kind, part | ({"id": own_id(part)} if kind == "statement" else {})) for part in parts]

    def nobody(kind: str, row: Row) -> list[Line]:
        row.get("content", {}).pop("by", None)
        return [(kind, row)]

    monkeypatch.setitem(STEPS, LAST, nobody)
    wipe()
    restore(kb, old)
    assert (len(old), list(facts(kb)), lines(kb)) == (len(new) + 1, known, new)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (line("citynet", SCHEMA_VERSION + 1), "made by a newer program.*Update citynet"),
        (line("citynet", -7), "no step leads from -7 to -6.*program in between"),
        (line("citynet", "one"), "'one' is not a schema version"),
        (line("load", {}), "line 1 does not name a schema version"),
        (b"", "line 1 is not a line"),
    ],
)
def test_an_export_that_cannot_be_read_is_refused_with_what_to_do(kb: Database, head: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        restore(kb, [head])


def test_every_registered_step_leads_towards_the_present_version() -> None:
    assert all(step < SCHEMA_VERSION for step in versions.STEPS)


def test_what_is_refused_leaves_the_knowledge_base_empty(kb: Database) -> None:
    with pytest.raises(InputError):
        restore(kb, [line("citynet", SCHEMA_VERSION), line("cat", {})])
    kb.open()
    assert loads.is_empty(kb)


def test_an_import_that_was_broken_off_begins_anew(
    kb: Database, wipe: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    everything(kb)
    new = lines(kb)
    wipe()

    with monkeypatch.context() as patch:
        patch.setattr(exports, "_restore_statements", broken)
        with pytest.raises(KeyboardInterrupt):
            restore(kb, new)
    with pytest.raises(StateError, match="import FILE' again"):
        kb.open()
    kb.open("import")
    restore(kb, new)
    kb.open()
    assert lines(kb) == new


def test_every_label_is_in_an_export_or_follows_from_what_is(kb: Database, neo4j_address: Address) -> None:
    """Whoever adds a label whose nodes are more than a projection puts it into the export, too."""
    everything(kb)
    kept = {"city_id": "CityId", "load": "Load", "statement": "Statement"}
    kinds = {next(iter(orjson.loads(one))) for one in lines(kb)} - {"citynet"}
    projected = {"City", "Mention", "Ring", "Event", "Organisation", "Person", "Programme", "Topic", "Source", "Tally"}
    there = {row["label"] for row in asked(neo4j_address, "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label")}
    assert there - projected - {"CityNet"} == {kept[kind] for kind in kinds}


def asked(address: Address, query: Any, **parameters: object) -> list[dict[str, Any]]:
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        return [row.data() for row in driver.execute_query(query, parameters, database_=address.database).records]


@pytest.fixture
def of_schema(neo4j_address: Address) -> Iterator[Callable[[int], None]]:
    """Marks the database as one of another schema version, for as long as the test lasts."""

    def mark(version: int) -> None:
        asked(neo4j_address, "MATCH (n:CityNet) SET n.schema = $version", version=version)

    yield mark
    mark(SCHEMA_VERSION)


def test_a_database_of_an_older_version_says_how_and_can_be_exported(
    kb: Database, of_schema: Callable[[int], None]
) -> None:
    fill(kb)
    of_schema(LAST)
    with pytest.raises(ForeignDatabaseError, match=r"older schema version.*citynet migrate.*backup"):
        kb.open()
    kb.open("export")
    assert lines(kb)[0] == line("citynet", LAST)


@pytest.fixture
def older(kb: Database, neo4j_address: Address, of_schema: Callable[[int], None], steps: None) -> list[bytes]:
    """A knowledge base as the made-up older program left it, in its words; the lines are those of the present one."""
    fill(kb)
    new = lines(kb)
    for row in asked(neo4j_address, "MATCH (s:Statement) RETURN s.id AS id, s.source AS source, s.content AS content"):
        content = orjson.loads(row["content"])
        if "since" in content:
            content["from"] = content.pop("since")
            values = {"old": row["id"], "new": own_id(row | {"content": content})}
            json = orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()
            asked(
                neo4j_address, "MATCH (s:Statement {id: $old}) SET s.id = $new, s.content = $json", json=json, **values
            )
    asked(neo4j_address, "MATCH (l:Load) SET l.colour = 'blue'")
    asked(neo4j_address, "MATCH (n:CityNet) SET n.laid = 'otherwise'")
    of_schema(BEFORE)
    return new


def test_a_migration_brings_up_what_is_there_and_keeps_what_was(
    kb: Database, older: list[bytes], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "backups" / "before.ndjson"
    before = lines(kb)
    ran = citynet(capfd, "migrate", "--backup", file)
    assert ran.code == 0, ran.err
    assert lines(kb) == older
    assert file.read_bytes().splitlines(keepends=True) == before
    kb.open()


def test_a_migration_whose_backup_does_not_read_back_changes_nothing(
    kb: Database,
    older: list[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = lines(kb)
    monkeypatch.delitem(STEPS, LAST)
    ran = citynet(capfd, "migrate", "--backup", tmp_path / "before.ndjson")
    assert (ran.code, "no step leads" in ran.err) == (1, True)
    assert lines(kb) == before


def test_a_migration_that_was_broken_off_goes_on_from_its_backup(
    kb: Database,
    older: list[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "before.ndjson"
    with monkeypatch.context() as patch:
        patch.setattr(exports, "_restore_statements", broken)
        assert citynet(capfd, "migrate", "--backup", file).code == 130
    assert "citynet import FILE' again" in citynet(capfd, "migrate").err
    assert citynet(capfd, "import", file).code == 0
    assert lines(kb) == older


def test_there_is_nothing_to_migrate_in_a_knowledge_base_of_this_version(
    kb: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fill(kb)
    before = lines(kb)
    ran = citynet(capfd, "migrate", "--backup", tmp_path / "before.ndjson")
    assert (ran.code, "Nothing to do" in ran.err) == (0, True)
    assert (lines(kb), list(tmp_path.iterdir())) == (before, [])


def test_a_database_of_a_newer_version_is_refused(kb: Database, of_schema: Callable[[int], None]) -> None:
    of_schema(SCHEMA_VERSION + 1)
    for purpose in ("use", "export", "import"):
        with pytest.raises(ForeignDatabaseError, match=r"newer schema version.*Update citynet"):
            kb.open(purpose)  # type: ignore[arg-type]


def test_the_program_writes_its_own_version(kb: Database) -> None:
    assert lines(kb)[0] == line("citynet", database.SCHEMA_VERSION)
