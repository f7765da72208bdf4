"""Loading a file: read, decide which towns are meant, tell what each row is, and write."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from graph.database import Database
from graph.errors import DatabaseAwayError, InputError, LoadStoppedError
from graph.model import DecisionContent, SourceContent
from graph.settings import settings
from graph.statements import loads
from graph.statements.decisions import decisions_in_force
from graph.statements.forgotten import forgotten_in
from graph.statements.statement import GAZETTEER, Statement, statement
from graph.statements.voices import chunks
from graph.store import open_store
from loaders.behind import Behind
from loaders.collecting import rarely_collected
from loaders.forgetting import without_forgotten
from loaders.identity import Gazetteer
from loaders.outcomes import Judge, rejected, tell
from loaders.parsing import Rejection, Said, parse
from loaders.reading.inputs import Input
from loaders.report import Report, RowOutcome
from loaders.sparing import Spared
from loaders.towns import Mentions, Towns, decide

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many of it, and of how many where that is known."""

STATEMENTS_OF_ROW = 16


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be loaded."""

    kind: str | None = None
    source: str | None = None
    mapping: Mapping[str, str] | None = None
    sheet: str | None = None
    resolve: bool = True
    dry_run: bool = False
    prune: bool = False
    sample: bool = False

    def fingerprint(self, sha256: str, source: str, towns: Towns) -> str:
        """What makes a broken load the same one when it is run again: the file, how it is read, what its towns mean."""
        parts = (
            sha256,
            source,
            towns.digest(),
            self.kind,
            sorted((self.mapping or {}).items()),
            self.sheet,
            self.resolve,
            self.prune,
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer in the cache of the settings; its index is built once, then opened in a moment."""
    return Gazetteer.open(settings().cache)


def load(
    file: str | Path | BinaryIO,
    *,
    kind: str | None = None,
    source: str | None = None,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    resolve: bool = True,
    dry_run: bool = False,
    prune: bool = False,
    sample: bool = False,
    db: Database | None = None,
    progress: Progress | None = None,
) -> Report:
    """Load a file into the knowledge base of the settings (or into `db`) and return the report.

    With `dry_run` nothing is written and the report tells what would be. With `prune` what earlier loads of the
    same source said and this file does not is withdrawn, but for what a rejected row may be about. Raises `InputError`
    where nothing of the file can be read.
    """
    options = Options(kind, source, mapping, sheet, resolve, dry_run, prune, sample)
    with ExitStack() as stack:
        database = db or stack.enter_context(open_store(keep=True)).db
        stack.enter_context(rarely_collected())
        return _Loading(database, file, options, progress or (lambda *_: None)).run()


@dataclass(slots=True)
class _Survey:
    """What is known of a file after it was read once: all but its rows."""

    mentions: Mentions = field(default_factory=Mentions)
    sources: dict[str, SourceContent] = field(default_factory=dict)
    decisions: list[DecisionContent] = field(default_factory=list)
    rows: int = 0

    def take(self, row: Said) -> None:
        """Note whom a good row names, and its source."""
        self.mentions.take(row.source_id, (*row.contents, row.source))
        self.sources[row.source_id] = row.source
        self.decisions += [one for one in row.contents if isinstance(one, DecisionContent)]


class _Loading:
    """One file on its way into the knowledge base. It is read twice: first for its towns, then row by row."""

    def __init__(self, db: Database, file: str | Path | BinaryIO, options: Options, progress: Progress) -> None:
        self.db = db.patient(settings().load_retry)
        self.options = options
        self.progress = progress
        self.started = time.monotonic()
        self.beside = False
        self.input = Input(Path(file) if isinstance(file, str) else file)
        self.sha256 = self.input.sha256()
        parsed = parse(
            self.input, kind=options.kind, source=options.source, mapping=options.mapping, sheet=options.sheet
        )
        self.parsed = without_forgotten(parsed, self.db.read_in(forgotten_in))
        self.report = Report("", self.input.name, self.parsed.source_id, dry_run=options.dry_run)
        self.written = 0
        self.spared = Spared()

    def run(self) -> Report:
        """Read, decide, classify, write, finish; one load of a source at a time."""
        survey = self._survey()
        try:
            if self.options.dry_run:
                return self._load(survey)
            with loads.alone(self.db, self.parsed.source_id, self._waits):
                return self._load(survey)
        except DatabaseAwayError as exc:
            raise LoadStoppedError(
                self.input.name, self.report.load, rows=self.written, of=survey.rows, why=str(exc)
            ) from exc

    def _waits(self) -> bool:
        self.progress("wait", 0, None)
        return True

    def _load(self, survey: _Survey) -> Report:
        towns = self._decide(survey)
        load = self._begin(set(survey.sources), towns)
        before = loads.counted_before(self.db, load)
        self.beside = any(before)
        ids = self._write_towns(towns, survey, load)
        survey.mentions = Mentions()  # a large file has many, and rows need none of them
        self._rows(survey.rows, ids, towns, load)
        self._finish(load, before)
        self.report.seconds = round(time.monotonic() - self.started, 3)
        return self.report

    def _survey(self) -> _Survey:
        survey = _Survey(sources={self.parsed.source_id: self.parsed.source})
        survey.mentions.take(self.parsed.source_id, (self.parsed.source,))  # whom it speaks for
        for row in self.parsed.rows:
            survey.rows += 1
            if isinstance(row, Said):
                survey.take(row)
            if survey.rows % 1000 == 0:
                self.progress("read", survey.rows, None)
        return survey

    def _decide(self, survey: _Survey) -> Towns:
        decisions = decisions_in_force(self.db, survey.decisions)
        places = gazetteer() if self.options.resolve else None
        return decide(survey.mentions, decisions, gazetteer=places, told=self.progress)

    def _begin(self, sources: set[str], towns: Towns) -> loads.Load:
        earlier = loads.loaded_before(self.db, self.sha256)
        self.report.loaded_before = earlier
        if self.options.dry_run:
            load = loads.rehearsal()
        else:
            load = loads.begin(
                self.db,
                self.options.fingerprint(self.sha256, self.parsed.source_id, towns),
                kind="file",
                file=self.input.name,
                sha256=self.sha256,
                source=self.parsed.source_id,
                sample=self.options.sample,
            )
        loads.name_sources(self.db, load, self.parsed.source_id, sources | {GAZETTEER})
        self.report.load = load.id
        return load

    def _write_towns(self, towns: Towns, survey: _Survey, load: loads.Load) -> dict[str, str]:
        """Write the sources and the towns; returns the ids of the cities by key."""
        if not self.options.dry_run:
            made = chain((statement(*source) for source in sorted(survey.sources.items())), towns.statements)
            number, of = 0, len(survey.sources) + towns.count()
            distinct = GAZETTEER not in survey.sources
            with Behind() as behind:
                for part in chunks(made, loads.BATCH):
                    behind.put(partial(loads.write, self.db, part, towns.city_of, load, distinct=distinct))
                    number += len(part)
                    self.progress("towns", number, of)
        towns.statements = iter(())  # they hold on to all that the towns were decided from
        towns.cities = loads.towns_known(self.db, load, towns.decided)
        return loads.city_ids(self.db, {towns.city_of(key) for key in towns.decided})

    def _rows(self, of: int, ids: Mapping[str, str], towns: Towns, load: loads.Load) -> None:
        if self.input.sha256() != self.sha256:
            raise InputError(f"{self.input.name} was changed while it was read; load it again")
        size = max(1, loads.BATCH // STATEMENTS_OF_ROW) if self.parsed.kind == "knowledge" else loads.BATCH
        with closing(Judge(towns, ids)) as judge, Behind() as behind:
            for part in chunks(self.parsed.rows, size):
                for outcome in self._batch(part, judge, towns, load, behind):
                    self.report.count(outcome)
                    if self.options.prune and outcome.outcome == "rejected":
                        self.spared.take(outcome)
                self.progress("rows", self.report.read, of)

    def _batch(
        self, part: Sequence[Said | Rejection], judge: Judge, towns: Towns, load: loads.Load, behind: Behind
    ) -> Iterator[RowOutcome]:
        """Write what is good in a part of the file; what became of its rows, in their order."""
        outcomes: list[RowOutcome | tuple[Said, list[Statement]]] = []
        for row in part:
            if isinstance(row, Rejection):
                outcomes.append(rejected(row))
                continue
            made = [statement(row.source_id, content) for content in row.contents]
            outcomes.append(judge.refused(row, made[0]) or (row, made))
        flat = {one.id: one for good in outcomes if isinstance(good, tuple) for one in good[1]}
        told = tell(self.db, list(flat.values()), towns.city_of, load, beside=self.beside)
        if not self.options.dry_run:
            behind.put(partial(self._write, flat.values(), towns, load, len(part)))
        for one in outcomes:
            yield judge.outcome(*one, told) if isinstance(one, tuple) else one

    def _write(self, made: Iterable[Statement], towns: Towns, load: loads.Load, rows: int) -> None:
        loads.write(self.db, made, towns.city_of, load)
        self.written += rows

    def _finish(self, load: loads.Load, before: tuple[int, int]) -> None:
        report = self.report
        if self.options.dry_run:
            return
        unsaid = self.spared.left_behind if self.spared else None
        report.withdrawn = loads.finish(self.db, load, prune=self.options.prune, counts=report.counts(), unsaid=unsaid)
        cities, links = loads.count(self.db)
        report.towns_new, report.links_new = cities - before[0], links - before[1]
