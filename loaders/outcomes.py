"""What became of each row of a load: judged from what its statements are to those already in force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from graph.database import Database
from graph.model import LinkContent
from graph.statements import loads
from graph.statements.beside import Contradiction, Lookalike, contradictions, lookalikes
from graph.statements.statement import CityOf, Statement, mention_key, mentions_of, subject_of
from loaders.parsing import Rejection, Said
from loaders.report import Outcome, RowOutcome, TownDecision
from loaders.spool import LastSaid
from loaders.towns import Towns


@dataclass(frozen=True, slots=True)
class Told:
    """What the knowledge base says of a load's statements, by their ids."""

    outcomes: Mapping[str, loads.Outcome]
    against: Mapping[str, Sequence[Contradiction]] = field(default_factory=dict)
    alike: Mapping[str, Sequence[Lookalike]] = field(default_factory=dict)


def tell(db: Database, made: Sequence[Statement], city_of: CityOf, load: loads.Load, *, beside: bool) -> Told:
    """Ask the knowledge base about statements; without `beside` nothing of others is there to ask about."""
    outcomes = loads.classify(db, made, city_of, load)
    if not beside:
        return Told(outcomes)
    unsaid = [one for one in made if not outcomes[one.id].same]
    return Told(outcomes, contradictions(db, made, city_of), lookalikes(db, unsaid, city_of, load))


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
        return with_itself(row, content, self._decisions(row))

    def outcome(self, row: Said, made: Sequence[Statement], told: Told) -> RowOutcome:
        """What a good row is: new, changed, or the same as before, and what is to be looked at."""
        main = made[0]
        flags = {flag for key in (main.a, main.b) if key for flag in self._towns.decided[key].flags}
        against = [_otherwise(one) for each in made for one in told.against.get(each.id, ())]
        alike = [_alike(one) for one in told.alike.get(main.id, ())]
        flags |= ({"conflict"} if against else set()) | ({"similar"} if alike else set())
        outcome, reason = self._became(main, made, told.outcomes)
        reasons = "; ".join(filter(None, (reason, _left_out(row.left_out), *against, *alike)))
        return RowOutcome(row.row, outcome, reasons, sorted(flags), towns=self._decisions(row))

    def _became(
        self, main: Statement, made: Sequence[Statement], outcomes: Mapping[str, loads.Outcome]
    ) -> tuple[Outcome, str]:
        if self._again(main):
            return "same", "said before in this file"
        if all(outcomes[one.id].same for one in made):
            return "same", "already in the knowledge base"
        if outcomes[main.id].same or outcomes[main.id].replaces:
            return "changed", "the source said something else before"
        return "new", ""

    def _again(self, main: Statement) -> bool:
        """Whether an earlier row of this file said the same of the same thing, however it spelt the towns."""
        subject = f"{main.source}\0{subject_of(main, self._towns.city_of)}"
        said = main.content.model_dump(mode="json", exclude_defaults=True, exclude={"a", "b", "town"})
        return self._said.again(_hash(subject.encode()), _hash(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)))

    def _decisions(self, row: Said) -> tuple[TownDecision, ...]:
        return tuple(self._decision(mention_key(row.source_id, mention)) for mention in mentions_of(row.contents[0]))

    def _decision(self, key: str) -> TownDecision:
        town = self._towns.decided[key]
        city = self._towns.city_of(key)
        return TownDecision(town.given, self._ids.get(city, city), town.geonames, town.name, town.score, town.reason)


def _left_out(people: int) -> str:
    return (
        f"left out: {people} {'person' if people == 1 else 'people'} whom this knowledge base forgot" if people else ""
    )


def _otherwise(one: Contradiction) -> str:
    return f"another source, {one.source}, says {one.field} {one.there}, not {one.here}"


def _alike(link: Lookalike) -> str:
    town, partner = _with_country(link.town, link.country), _with_country(link.partner, link.partner_country)
    return f"looks like a link that is there: {town} with {partner}, {link.partner_id}"


def _with_country(name: str, country: str | None) -> str:
    return f"{name} ({country})" if country else name


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), signed=True)


def with_itself(row: Said, link: LinkContent, towns: tuple[TownDecision, ...] = ()) -> RowOutcome:
    """The outcome of a row that pairs a town with itself."""
    reason = f"both towns are the same town ({link.a.name}); a town is not its own partner"
    return RowOutcome(row.row, "rejected", reason, fields=dict(row.as_it_came()), towns=towns)


def rejected(row: Rejection) -> RowOutcome:
    """The outcome of a row that could not be read."""
    reason = f"{row.field}: {row.reason}" if row.field else row.reason
    return RowOutcome(row.row, "rejected", reason, field=row.field, fields=dict(row.fields))
