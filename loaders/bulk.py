"""Many files into an empty knowledge base at once, through Neo4j's own import: for millions of links.

What comes in is what `load` would bring, statement by statement; each file is a load that can be taken back.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from graph.bulk.assembly import Run, Taken, Taking, Totals, assemble
from graph.bulk.files import OPTIONS, in_folder
from graph.cypher import commands
from graph.errors import InputError, StateError
from graph.local.importing import import_full
from graph.model import LinkContent
from graph.settings import Settings, settings
from graph.statements import loads
from graph.statements.forgotten import forgotten_in
from graph.statements.statement import GAZETTEER, Statement, mention_key, mentions_of, statement
from graph.store import open_store
from loaders.collecting import rarely_collected
from loaders.load import Progress, gazetteer
from loaders.outcomes import rejected, with_itself
from loaders.parsing import Parsed, Rejection, Said, parse
from loaders.reading.inputs import Input
from loaders.report import Report, RowOutcome
from loaders.towns import Mentions, decide, taken_as_written

KINDS = ("towns", "links", "rings")
ARGUMENTS = "arguments.txt"
_SMALL = 20_000_000
"""Bytes of files for which other processes do not pay."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be taken in as the load of a number."""

    path: Path
    number: int
    kind: str | None
    mapping: Mapping[str, str] | None
    resolve: bool


@dataclass(slots=True)
class _Came:
    """What came of a file."""

    file: _File
    name: str
    sha256: str
    source: str
    begun: str
    taken: Taken
    sources: set[str] = field(default_factory=set)
    rejected: list[RowOutcome] = field(default_factory=list)
    seconds: float = 0.0
    report: Report | None = None


def bulk_load(
    files: Sequence[Path],
    *,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    resolve: bool = True,
    files_only: Path | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """Load files of towns, links and rings into the empty private knowledge base; returns a report for each.

    Several files are read by several processes. With `files_only` nothing is loaded: that folder, which must not be
    there, gets the files for another Neo4j's import, with its arguments in `arguments.txt`. Raises `StateError` where
    the knowledge base is not empty or in use, `InputError` for a file that cannot be taken in this way.
    """
    tell: Progress = progress or (lambda *_: None)
    config = settings()
    folder = files_only or config.home / "bulk"
    asked = [_File(path, number, kind, mapping, resolve) for number, path in enumerate(files, start=1)]
    for one in asked:
        _check_kind(one)
    if files_only is None:
        _check_empty(config)
        shutil.rmtree(folder, ignore_errors=True)  # of one that was broken off
    elif folder.exists():
        raise InputError(f"{folder} is there already; give a folder that is not")
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        reports, arguments = _assembled(asked, folder, tell)
        if files_only is None:
            tell("import", 0, None)
            import_full(config, in_folder(arguments, folder.resolve()))
            tell("indexes", 0, None)
            _check_whole(config, reports)
        else:
            (folder / ARGUMENTS).write_text("\n".join(arguments) + "\n", "utf-8")
            stack.pop_all()  # the files stay
    return reports


def _check_kind(one: _File) -> None:
    given = Input(one.path)
    kind = parse(given, kind=one.kind, mapping=one.mapping).kind
    if kind not in KINDS:
        raise InputError(f"{given.name} holds {kind}; only {', '.join(KINDS)} are loaded in bulk")


def _check_empty(config: Settings) -> None:
    if config.neo4j_uri:
        raise StateError(
            "only the private Neo4j is filled in bulk; for another one write the files with --files-only DIR and give "
            "them to its own import: cd DIR; neo4j-admin database import full DATABASE @arguments.txt"
        )
    with open_store(config) as store:
        if not loads.is_empty(store.db) or store.db.read_in(forgotten_in):
            raise StateError("this knowledge base is not empty; load in bulk into an empty one (another CITYNET_HOME)")


def _check_whole(config: Settings, reports: Sequence[Report]) -> None:
    """Open what was imported, which lays the schema, add what the import cannot hold, and see that all is there."""
    with open_store(config) as store:
        store.db.run_in_parts(one.bind() for one in commands("bulk/empty_lists"))
        found = loads.count(store.db)
    expected = sum(one.towns_new for one in reports), sum(one.links_new for one in reports)
    if found != expected:
        raise StateError(f"{found[0]} towns and {found[1]} links came in, not {expected[0]} and {expected[1]}")


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _assembled(files: Sequence[_File], folder: Path, tell: Progress) -> tuple[list[Report], list[str]]:
    """Write the import's files; returns the reports and the import's arguments."""
    with ExitStack() as stack:
        run: Run = lambda work, parts: (work(*part) for part in parts)  # noqa: E731
        if sum(one.path.stat().st_size for one in files) > _SMALL:
            pool = stack.enter_context(ProcessPoolExecutor(os.cpu_count(), get_context("spawn")))
            run = lambda work, parts: pool.map(partial(_spread, work), parts)  # noqa: E731
        came: list[_Came] = []
        for one in run(_take, [(file, folder / f"taken-{file.number}") for file in files]):
            came.append(one)
            tell("files", len(came), len(files))
        _check_sources(came)
        made = assemble([one.taken for one in came], folder, lambda totals: _loads(came, totals), run, tell)
    return [one.report for one in came if one.report], [*OPTIONS, *made.arguments]


def _spread(work: Callable[..., Any], part: tuple[Any, ...]) -> Any:
    return work(*part)


def _check_sources(came: Sequence[_Came]) -> None:
    speaking: dict[str, str] = {}
    for one in came:
        for source in sorted(one.sources - {GAZETTEER}):
            if source in speaking:
                raise InputError(f"{speaking[source]} and {one.name} speak for one source, {source}; load one later")
            speaking[source] = one.name


class _AsWritten:
    """Towns that are exactly their name and country as written, decided as they are met."""

    def __init__(self) -> None:
        self._cities: dict[str, str] = {}

    def beforehand(self) -> Iterator[Statement]:
        """What is known before the first row: nothing."""
        return iter(())

    def met(self, made: Statement) -> Iterable[Statement]:
        """The identities of the mentions in a statement that are met for the first time."""
        known = self._cities
        if made.a is None and made.content.type != "source":
            return ()
        if made.a in known and (made.b is None or made.b in known):
            return ()
        return self._new(made)

    def _new(self, made: Statement) -> Iterator[Statement]:
        for mention in mentions_of(made.content):
            key = mention_key(made.source, mention)
            if key not in self._cities:
                identity = taken_as_written(mention)
                self._cities[key] = identity.city
                yield statement(made.source, identity)

    def city_of(self, key: str) -> str:
        """The key of the city that a mention means."""
        return self._cities[key]


class _Decided:
    """Towns that were decided together, from the whole file."""

    def __init__(self, statements: Iterable[Statement], city_of: Callable[[str], str]) -> None:
        self._statements = statements
        self.city_of = city_of

    def beforehand(self) -> Iterator[Statement]:
        """The gazetteer's records and all identities."""
        return iter(self._statements)

    def met(self, made: Statement) -> Iterable[Statement]:
        """Nothing that was not known before."""
        return ()


def _decided(parsed: Parsed) -> _Decided:
    mentions = Mentions()
    mentions.take(parsed.source_id, (parsed.source,))
    for row in parsed.rows:
        if isinstance(row, Said):
            mentions.take(row.source_id, (*row.contents, row.source))
    towns = decide(mentions, (), gazetteer=gazetteer())
    return _Decided(towns.statements, towns.city_of)


def _take(file: _File, folder: Path) -> _Came:
    """Take in all statements of a file, in a process of its own maybe."""
    started = time.monotonic()
    given = Input(file.path)
    parsed = parse(given, kind=file.kind, mapping=file.mapping)
    with rarely_collected(), Taking(folder, file.number) as taking:
        came = _Came(file, given.name, given.sha256(), parsed.source_id, _now(), taking.taken)
        towns = _decided(parsed) if file.resolve else _AsWritten()
        _take_rows(parsed, towns, taking, came)
    came.seconds = round(time.monotonic() - started, 3)
    return came


def _take_rows(parsed: Parsed, towns: _AsWritten | _Decided, taking: Taking, came: _Came) -> None:
    city_of = towns.city_of

    def take(made: Statement, *, main: bool = False) -> None:
        for each in towns.met(made):
            taking.take(each, city_of)
        taking.take(made, city_of, main=main)

    for made in towns.beforehand():
        came.sources.add(made.source)
        take(made)
    sources = {parsed.source_id: parsed.source}
    for row in parsed.rows:
        if isinstance(row, Rejection):
            came.rejected.append(rejected(row))
            continue
        sources[row.source_id] = row.source
        main, *more = (statement(row.source_id, content) for content in row.contents)
        for each in towns.met(main):
            taking.take(each, city_of)
        if isinstance(main.content, LinkContent) and city_of(main.a or "") == city_of(main.b or ""):
            came.rejected.append(with_itself(row, main.content))
            continue
        take(main, main=True)
        for made in more:
            take(made)
    # As `load` has it: of a source that rows describe differently the last description counts.
    for source in sources.items():
        take(statement(*source))
    came.sources.update(sources)


def _loads(came: Sequence[_Came], totals: Totals) -> Iterator[dict[str, Any]]:
    """The nodes of the files' loads, as loads of their own would have left them; the first report counts all towns."""
    for one in came:
        number = one.file.number
        report = one.report = Report(f"L{number}", one.name, one.source, seconds=one.seconds)
        for row in one.rejected:
            report.count(row)
        report.new, report.same = totals.new[number], totals.same[number]
        report.read = report.rejected + report.new + report.same
        if one is came[0]:
            report.towns_new, report.links_new = totals.cities, totals.links
        yield report.counts() | {
            "withdrawn": 0,
            "seq": number,
            "id": report.load,
            "kind": "file",
            "file": one.name,
            "sha256": one.sha256,
            "source": one.source,
            "sources": sorted(one.sources | {GAZETTEER}),
            "sample": False,
            "fingerprint": "bulk",
            "state": "done",
            "begun": one.begun,
            "ended": _now(),
            "before": [0, 0],
        }
