"""What became of each row of a load: judged from what its statements are to those already in force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import orjson

from graph.model import LinkContent
from graph.statements import loads
from graph.statements.statement import Statement, mention_key, mentions_of, subject_of
from loaders.parsing import Rejection, Said
from loaders.report import RowOutcome, TownDecision
from loaders.spool import LastSaid
from loaders.towns import Towns


class Judge:
    """Tells what became of the rows of one file, in the file's order. `ids` are the ids of cities by key."""

    def __init__(self, towns: Towns, ids: Mapping[str, str]) -> None:
        self._towns = towns
        self._ids = ids
        self._said = LastSaid()

    def close(self) -> None:
        """Forget what the file said."""
        self._said.close()

    def refused(self, row: Said, main: Statement) -> RowOutcome | None:
        """The outcome of a row that pairs a town with itself; None for any other."""
        content = main.content
        if not isinstance(content, LinkContent) or not main.a or not main.b:
            return None
        if self._towns.city_of(main.a) != self._towns.city_of(main.b):
            return None
        reason = f"both towns are the same town ({content.a.name}); a town is not its own partner"
        return RowOutcome(row.row, "rejected", reason, fields=dict(row.as_it_came()), towns=self._decisions(row))

    def outcome(self, row: Said, made: Sequence[Statement], told: Mapping[str, loads.Outcome]) -> RowOutcome:
        """What a good row is: new, changed, or the same as before. `told` are the outcomes of its statements."""
        main = made[row.main]
        flags = sorted({flag for key in (main.a, main.b) if key for flag in self._towns.decided[key].flags})
        decided = self._decisions(row)
        if self._again(main):
            return RowOutcome(row.row, "same", "said before in this file", flags, towns=decided)
        if all(told[one.id].same for one in made):
            return RowOutcome(row.row, "same", "already in the knowledge base", flags, towns=decided)
        if told[main.id].same or told[main.id].replaces:
            return RowOutcome(row.row, "changed", "the source said something else before", flags, towns=decided)
        return RowOutcome(row.row, "new", "", flags, towns=decided)

    def _again(self, main: Statement) -> bool:
        """Whether an earlier row of this file said the same of the same thing, however it spelt the towns."""
        subject = f"{main.source}\0{subject_of(main, self._towns.city_of)}"
        said = main.content.model_dump(mode="json", exclude_defaults=True, exclude={"a", "b", "town"})
        return self._said.again(_hash(subject.encode()), _hash(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)))

    def _decisions(self, row: Said) -> tuple[TownDecision, ...]:
        return tuple(
            self._decision(mention_key(row.source_id, mention)) for mention in mentions_of(row.contents[row.main])
        )

    def _decision(self, key: str) -> TownDecision:
        town = self._towns.decided[key]
        city = self._towns.city_of(key)
        return TownDecision(town.given, self._ids.get(city, city), town.geonames, town.name, town.score, town.reason)


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), signed=True)


def rejected(row: Rejection) -> RowOutcome:
    """The outcome of a row that could not be read."""
    reason = f"{row.field}: {row.reason}" if row.field else row.reason
    return RowOutcome(row.row, "rejected", reason, field=row.field, fields=dict(row.fields))
