"""What is up for review: mentions of towns that a person should look at, and what persons decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from graph.countries import asked_country, country_code
from graph.cypher import Bound, Cypher, pieces
from graph.database import Answer, Database, Row
from graph.errors import AmbiguousTownError, NotFoundError
from graph.model import CityKind, DecisionContent, Mention
from graph.names import fold
from graph.search import Wanted, wanted
from graph.statements.loads import Load
from graph.statements.statement import CURATOR
from graph.statements.towns import PERSON

AS_WRITTEN = "as-written"
"""Code of an identity that was never looked up, because the load was told not to."""

DOUBTS = ("ambiguous", "conflict", "review")
"""Flags of an identity that ask for a person."""

Flag = Literal["ambiguous", "conflict", "review", "unresolved"]
_QUERIES = pieces("review")
_SETTLED = {"settled": [PERSON, AS_WRITTEN], "doubts": list(DOUBTS)}
_SHOWN = 10
_FIELDS = (
    "key", "name", "region", "country", "country_code", "lat", "lon", "geonames", "kind", "score", "code", "reason",
    "flags",
)  # fmt: skip


class ReviewParameters(BaseModel):
    """Which mentions to list: of a country, with a flag (`unresolved`: no town was found), of towns so named."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    country: str | None = Field(default=None, max_length=100)
    flag: Flag | None = None
    text: str | None = Field(default=None, max_length=200)
    limit: int = Field(default=25, ge=1, le=100_000)
    offset: int = Field(default=0, ge=0, le=10_000_000)


@dataclass(frozen=True, slots=True)
class Review:
    """Mentions up for review, most links first; `total` fit the choice.

    A mention has what its source wrote (`name, country, region, lat, lon`), `source`, what was decided (`town,
    geonames, kind, score, reason, flags`), the `candidates` that were refused and why, `partners` in its source, and
    `links`, how many hang on its town. `countries` and `flags` count all that is open.
    """

    mentions: list[Row]
    total: int
    countries: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A mention in force as its source wrote it, and what it means now (`city`: that town's id)."""

    key: str
    source: str
    mention: Mention
    country: str | None
    decided: str
    geonames: int | None
    kind: CityKind
    code: str
    is_open: bool
    city: str

    @property
    def text(self) -> str:
        """Name, region and country as they were written."""
        return ", ".join(part for part in (self.mention.name, self.mention.region, self.mention.country) if part)


def review(asked: ReviewParameters, *, counts: bool = False) -> Generator[Bound, Answer, Review]:
    """List mentions up for review; with `counts` also how many are open by country and flag.

    Raises `UsageError` for an unknown country.
    """
    opened, values = _open(asked, with_town=True)
    listing = _QUERIES["listing"].fill(open=opened)
    answer = yield listing.bind(**values, offset=asked.offset, limit=asked.limit)
    mentions = [_listed(row) for row in answer.rows]
    opened, values = _open(asked)
    answer = yield _QUERIES["total"].fill(open=opened).bind(**values)
    total = int(answer.rows[0]["total"])
    if not counts:
        return Review(mentions, total)
    everything, plain = _open(ReviewParameters())
    answer = yield _QUERIES["counts"].fill(open=everything).bind(**plain)
    return Review(mentions, total, *_counted(answer.rows))


def _open(asked: ReviewParameters, *, with_town: bool = False) -> tuple[Cypher, dict[str, Any]]:
    """What is open by these filters; `with_town` or where they ask for its names, each with its town `c`."""
    values: dict[str, Any] = dict(_SETTLED)
    names = []
    if asked.country:
        values["country"] = asked_country(asked.country)
        names.append("country")
    if asked.flag == "unresolved":
        names.append("unresolved")
    elif asked.flag:
        values["flag"] = asked.flag
        names.append("flag")
    folded = fold(asked.text or "")
    if folded:
        values["text"] = folded
    filters = Cypher.join(*(_QUERIES[name] for name in names))
    town = _QUERIES["town"].fill(text=_QUERIES["text"] if folded else None)
    return _QUERIES["open"].fill(filters=filters, town=town if with_town or folded else None), values


def _listed(row: Row) -> Row:
    mention = dict(row["mention"])
    candidates = orjson.loads(mention.pop("candidates") or "[]")
    partners = [{"name": one["name"], "country": one["country"]} for one in row["partners"]]
    return {
        **{name: mention[name] for name in _FIELDS},
        **{name: row[name] for name in ("town", "links", "source")},
        "candidates": candidates,
        "partners": partners,
    }


def _counted(rows: Sequence[Row]) -> tuple[dict[str, int], dict[str, int]]:
    countries: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    for row in rows:
        if row["country"]:
            countries[row["country"]] += row["count"]
        for flag in (*row["flags"], *(["unresolved"] if row["unresolved"] else [])):
            flags[flag] += row["count"]
    known = (*DOUBTS, "unresolved")
    return dict(sorted(countries.items())), {flag: flags[flag] for flag in known if flags[flag]}


def mention_of(db: Database, text: str) -> Written:
    """The mention in force of that key, or written like the text: `Reading` or `Reading, GB`.

    Where several sources write it alike and mean the same, any of them. Raises `NotFoundError`,
    `AmbiguousTownError` where mentions written so lie apart or mean different towns.
    """
    found = _written(db, _QUERIES["by-key"], key=text)
    if found:
        return found[0]
    asked = wanted(text)
    every = named(db, asked.name)
    fits = [one for one in every if fold(text) == fold(one.text)] or [one for one in every if _reads(one, asked)]
    opened = [one for one in fits if one.is_open] or fits
    if not opened:
        nearest = [{"id": one.key, "name": one.text} for one in every[:_SHOWN]]
        raise NotFoundError(f"no mention reads '{text[:100]}'; 'citynet review' lists what is open", nearest=nearest)
    if len({_meant(one) for one in opened}) > 1:
        raise _several(text, opened)
    return opened[0]


def _meant(one: Written) -> tuple[str, str, float | None, float | None]:
    """What tells mentions apart: writing and town, and where no town was found the place."""
    placed = one.geonames is None
    return fold(one.text), one.city, one.mention.lat if placed else None, one.mention.lon if placed else None


def _reads(one: Written, asked: Wanted) -> bool:
    written = one.mention.country or ""
    if asked.country and asked.country not in (one.country, country_code(written)):
        return False
    region = fold(asked.region or "")
    return not region or region in (fold(one.mention.region or ""), fold(written))


def _several(text: str, found: Sequence[Written]) -> AmbiguousTownError:
    places = "; ".join(f"{one.key} ({one.text}; {_point(one.mention)}{one.source})" for one in found[:_SHOWN])
    towns = [
        {"id": one.key, "name": one.mention.name, "country": one.country, "region": one.mention.region} for one in found
    ]
    return AmbiguousTownError(f"'{text}' fits {len(found)} mentions: {places}. Give the key.", towns=towns, given=text)


def _point(mention: Mention) -> str:
    return f"{mention.lat}, {mention.lon}; " if mention.lat is not None else ""


def named(db: Database, name: str) -> list[Written]:
    """All mentions in force whose folded name is that of `name`, those with the most links first."""
    folded = fold(name)
    if not folded:
        return []
    found = _written(db, _QUERIES["by-name"], query=f'"{folded}"')
    return [one for one in found if fold(one.mention.name) == folded]


def _written(db: Database, text: Cypher, **parameters: Any) -> list[Written]:
    rows = db.read(text.fill(written=_QUERIES["written"]).bind(**parameters))
    found = []
    for row in rows:
        node = row["mention"]
        doubtful = node["geonames"] is None or bool(set(node["flags"]) & set(DOUBTS))
        found.append(
            Written(
                key=node["key"],
                source=node["source"],
                mention=Mention.model_validate(orjson.loads(row["content"])["mention"]),
                country=node["country_code"],
                decided=node["decided"],
                geonames=node["geonames"],
                kind=CityKind(node["kind"]),
                code=node["code"],
                is_open=doubtful and node["code"] not in (PERSON, AS_WRITTEN),
                city=row["city_id"],
            )
        )
    return found


def own_decisions(db: Database) -> list[DecisionContent]:
    """The decisions in force that were taken in this knowledge base, sorted as they are written."""
    rows = db.read(_QUERIES["decisions"].bind(source=CURATOR))
    found = [DecisionContent.model_validate_json(row["content"]) for row in rows]
    return sorted(found, key=lambda one: (fold(one.mention.name), one.model_dump_json()))


def note_decision(db: Database, load: Load, **said: Any) -> None:
    """Keep on the load what it decided: `mention` as written, `city` id, `means` in words, `count` of mentions."""
    db.write(lambda tx: tx.run(_QUERIES["name-decision"].bind(seq=load.seq, **said)))


def decision_of(load: str) -> Generator[Bound, Answer, Row | None]:
    """What a review's load decided, `{load, state, mention, city, means, count}`, or `None` for another load."""
    answer = yield _QUERIES["load"].bind(id=load)
    return answer.rows[0] if answer.rows else None
