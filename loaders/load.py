"""Loading a file: read, decide which towns are meant, tell what each row is, and write."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from graph.database import Database
from graph.model import DecisionContent, IdentityContent, LinkContent
from graph.settings import settings
from graph.statements import loads
from graph.statements.decisions import decisions_in_force
from graph.statements.statement import Statement, mention_key, mentions_of, statement, subject_of
from graph.store import open_store
from loaders.identity import Gazetteer
from loaders.parsing import Parsed, Rejection, Said, parse
from loaders.report import Report, RowOutcome, TownDecision
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

    def fingerprint(self, sha256: str, source: str) -> str:
        """What makes a broken load the same load when it is run again."""
        parts = (sha256, source, self.kind, sorted((self.mapping or {}).items()), self.sheet, self.resolve, self.prune)
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
    same source said and this file does not is withdrawn. Raises `InputError` where nothing of the file can be read.
    """
    options = Options(kind, source, mapping, sheet, resolve, dry_run, prune, sample)
    with ExitStack() as stack:
        database = db or stack.enter_context(open_store()).db
        return _Loading(database, file, options, progress or (lambda *_: None)).run()


class _Loading:
    """One file on its way into the knowledge base."""

    def __init__(self, db: Database, file: str | Path | BinaryIO, options: Options, progress: Progress) -> None:
        self.db = db
        self.options = options
        self.progress = progress
        self.started = time.monotonic()
        path = Path(file) if isinstance(file, str | Path) else None
        self.name = path.name if path else Path(str(getattr(file, "name", "stdin"))).name
        data = path.read_bytes() if path else file.read()  # type: ignore[union-attr]
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.parsed = self._parse(path, data)
        self.report = Report("", self.name, self.parsed.source_id, dry_run=options.dry_run)
        self.seen: dict[tuple[str, str], bytes] = {}

    def _parse(self, path: Path | None, data: bytes) -> Parsed:
        stream: BinaryIO = io.BytesIO(data)
        options = self.options
        return parse(
            path or _named(stream, self.name),
            kind=options.kind,
            source=options.source,
            mapping=options.mapping,
            sheet=options.sheet,
        )

    def run(self) -> Report:
        """Read, decide, classify, write, finish."""
        said, rejected = self._read()
        sources = {row.source_id for row in said} | {self.parsed.source_id}
        mentions = Mentions()
        for row in said:
            mentions.take(row.source_id, (*row.contents, row.source))
        self.progress("decide", 0, len(mentions.by_key))
        towns = self._decide(mentions, said)
        load = self._begin(sources)
        before = loads.count(self.db)
        ids = self._write_towns(towns, said, load)
        outcomes = self._rows(said, towns, load, ids)
        self._as_they_came(outcomes)
        for outcome in sorted([*outcomes, *rejected], key=lambda one: one.row):
            self.report.count(outcome)
        self._finish(load, before)
        self.report.seconds = round(time.monotonic() - self.started, 3)
        return self.report

    def _read(self) -> tuple[list[Said], list[RowOutcome]]:
        said: list[Said] = []
        rejected: list[RowOutcome] = []
        for number, row in enumerate(self.parsed.rows, start=1):
            if isinstance(row, Rejection):
                reason = f"{row.field}: {row.reason}" if row.field else row.reason
                rejected.append(RowOutcome(row.row, "rejected", reason, field=row.field, fields=dict(row.fields)))
            else:
                said.append(row)
            if number % 1000 == 0:
                self.progress("read", number, None)
        return said, rejected

    def _decide(self, mentions: Mentions, said: Sequence[Said]) -> Towns:
        decisions = decisions_in_force(self.db)
        decisions += [one for row in said for one in row.contents if isinstance(one, DecisionContent)]
        return decide(mentions, decisions, gazetteer=gazetteer() if self.options.resolve else None)

    def _begin(self, sources: set[str]) -> loads.Load:
        earlier = loads.loaded_before(self.db, self.sha256)
        self.report.loaded_before = earlier
        if self.options.dry_run:
            load = loads.rehearsal()
        else:
            load = loads.begin(
                self.db,
                self.options.fingerprint(self.sha256, self.parsed.source_id),
                kind="file",
                file=self.name,
                sha256=self.sha256,
                source=self.parsed.source_id,
                sample=self.options.sample,
            )
        loads.name_sources(self.db, load, self.parsed.source_id, sources | {"geonames"})
        self.report.load = load.id
        return load

    def _write_towns(self, towns: Towns, said: Sequence[Said], load: loads.Load) -> dict[str, str]:
        """Write the sources and the towns; returns the ids of the cities by key."""
        described = {row.source_id: row.source for row in said} | {self.parsed.source_id: self.parsed.source}
        made = [statement(source, content) for source, content in sorted(described.items())]
        made += towns.statements
        if not self.options.dry_run:
            self.progress("towns", 0, len(made))
            loads.write(self.db, made, towns.city_of, load)
        towns.cities = loads.cities_of(self.db, towns.identities)
        return loads.city_ids(self.db, {towns.city_of(key) for key in towns.identities})

    def _rows(self, said: Sequence[Said], towns: Towns, load: loads.Load, ids: Mapping[str, str]) -> list[RowOutcome]:
        outcomes: list[RowOutcome] = []
        size = max(1, loads.BATCH // STATEMENTS_OF_ROW) if self.parsed.kind == "knowledge" else loads.BATCH
        for start in range(0, len(said), size):
            part = said[start : start + size]
            outcomes += self._batch(part, towns, load, ids)
            self.progress("rows", start + len(part), len(said))
        return outcomes

    def _batch(self, part: Sequence[Said], towns: Towns, load: loads.Load, ids: Mapping[str, str]) -> list[RowOutcome]:
        good: list[tuple[Said, list[Statement]]] = []
        outcomes: list[RowOutcome] = []
        for row in part:
            made = [statement(row.source_id, content) for content in row.contents]
            same = _one_town(made[row.main], towns)
            if same is None:
                good.append((row, made))
                continue
            decided = _towns_of(row, towns, ids)
            reason = f"both towns are the same town ({same}); a town is not its own partner"
            outcomes.append(RowOutcome(row.row, "rejected", reason, towns=decided))
        flat = [one for _, made in good for one in made]
        told = dict(zip((one.id for one in flat), loads.classify(self.db, flat, towns.city_of, load), strict=True))
        for row, made in good:
            outcomes.append(self._outcome(row, made, towns, told, ids))
        if not self.options.dry_run:
            loads.write(self.db, list({one.id: one for one in flat}.values()), towns.city_of, load)
        return outcomes

    def _as_they_came(self, outcomes: Sequence[RowOutcome]) -> None:
        """Rows that were rejected only after all was read get back what they hold."""
        rejected = {row.row: row for row in outcomes if row.outcome == "rejected"}
        for number, fields in self.parsed.as_it_came(rejected).items() if rejected else ():
            rejected[number].fields = dict(fields)

    def _outcome(
        self,
        row: Said,
        made: Sequence[Statement],
        towns: Towns,
        told: Mapping[str, loads.Outcome],
        ids: Mapping[str, str],
    ) -> RowOutcome:
        main = made[row.main]
        again = self._again(main, towns)
        states = [told[one.id] for one in made]
        decided = _towns_of(row, towns, ids)
        flags = sorted({flag for key in (main.a, main.b) if key for flag in towns.identities[key].flags})
        if again:
            return RowOutcome(row.row, "same", "said before in this file", flags, towns=decided)
        if all(state.same for state in states):
            return RowOutcome(row.row, "same", "already in the knowledge base", flags, towns=decided)
        if told[main.id].same or told[main.id].replaces:
            return RowOutcome(row.row, "changed", "the source said something else before", flags, towns=decided)
        return RowOutcome(row.row, "new", "", flags, towns=decided)

    def _again(self, main: Statement, towns: Towns) -> bool:
        """Whether an earlier row of this file said the same of the same thing, however it spelt the towns."""
        subject = (main.source, subject_of(main, towns.city_of))
        said = _without_towns(main)
        if self.seen.get(subject) == said:
            return True
        self.seen[subject] = said
        return False

    def _finish(self, load: loads.Load, before: tuple[int, int]) -> None:
        report = self.report
        if self.options.dry_run:
            return
        report.withdrawn = loads.finish(self.db, load, prune=self.options.prune, counts=_counts(report))
        cities, links = loads.count(self.db)
        report.towns_new, report.links_new = cities - before[0], links - before[1]


def _counts(report: Report) -> dict[str, int]:
    return {name: getattr(report, name) for name in ("read", "new", "changed", "same", "rejected")}


def _one_town(main: Statement, towns: Towns) -> str | None:
    if isinstance(main.content, LinkContent) and main.a and main.b and towns.city_of(main.a) == towns.city_of(main.b):
        return main.content.a.name
    return None


def _without_towns(main: Statement) -> bytes:
    content = main.content.model_dump(mode="json", exclude_defaults=True)
    return repr(
        sorted((name, repr(value)) for name, value in content.items() if name not in ("a", "b", "town"))
    ).encode()


def _towns_of(row: Said, towns: Towns, ids: Mapping[str, str]) -> tuple[TownDecision, ...]:
    found = []
    for mention in mentions_of(row.contents[row.main]):
        key = mention_key(row.source_id, mention)
        found.append(_decision(towns.identities[key], towns.city_of(key), ids))
    return tuple(found)


def _decision(identity: IdentityContent, city: str, ids: Mapping[str, str]) -> TownDecision:
    mention = identity.mention
    return TownDecision(
        given=", ".join(filter(None, (mention.name, mention.region, mention.country))),
        id=ids.get(city, city),
        geonames=identity.geonames,
        name=mention.name,
        score=identity.score,
        reason=identity.reason,
    )


def _named(stream: BinaryIO, name: str) -> BinaryIO:
    stream.name = name  # type: ignore[misc]
    return stream
