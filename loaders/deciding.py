"""A person decides which town a mention means: a load of its own, which acts at once and can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from graph.database import Database, Row
from graph.errors import UsageError
from graph.model import CityKind, DecisionContent, Mention
from graph.names import short_hash, slug
from graph.review import AS_WRITTEN, Written, mention_of, named, note_decision, own_decisions
from graph.statements import loads
from graph.statements.decisions import decisions_in_force
from graph.statements.statement import CURATOR, CURATOR_SOURCE, Statement, statement
from loaders.identity import Gazetteer
from loaders.identity.geometry import distance_km
from loaders.load import gazetteer
from loaders.towns import Mentions, decide, writing

Means = int | Literal["own", "confirm"]
"""A GeoNames id; `own`: a town of its own; `confirm`: what was decided."""

SAME_PLACE_KM = 25.0
"""Mentions written alike whose coordinates lie further apart may be different towns."""

_WHY = {
    "confirm": "confirmed by a person",
    "own": "a person says that it is a town of its own",
    "chosen": "chosen by a person",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: the load that says it, the mention as written, the town's id, how many mentions it is for.

    `apart` mentions are written alike and were left alone, for they lie elsewhere or surely mean another town; the
    decision then holds for the mentions that it was made for, and not for the writing. `means` is the town in words;
    `in_gazetteer` is false for a GeoNames id that the gazetteer does not have.
    """

    load: str
    mention: str
    city: str
    means: str
    mentions: int
    apart: int
    in_gazetteer: bool = True


def read_means(text: str) -> Means:
    """`own`, `confirm`, or a GeoNames id as `2950159` or `gn2950159`; raises `UsageError`."""
    said = text.strip().lower()
    if said == "own":
        return "own"
    if said == "confirm":
        return "confirm"
    number = said.removeprefix("gn")
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 1 << 31):
        raise UsageError(f"'{text[:100]}' is not a GeoNames id, 'own' or 'confirm'", parameter="means")
    return int(number)


def decide_mention(
    db: Database, text: str, means: Means, *, kind: CityKind | None = None, why: str = "", only_source: bool = False
) -> Decided:
    """Decide what mentions written like this one mean (`text`: its key, or name and country).

    It holds for all that are written alike, those of later loads too, or with `only_source` for those of its source.
    Raises `NotFoundError`, `AmbiguousTownError`.
    """
    chosen = mention_of(db, text)
    target, kind = _target(chosen, means, kind)
    specific = {one.of_source for one in decisions_in_force(db) if one.of_source and _alike(one.mention, chosen)}
    of_source = chosen.source if only_source or chosen.source in specific else None
    alike = [
        one
        for one in {one.key: one for one in [chosen, *named(db, chosen.mention.name)]}.values()
        if _alike(one.mention, chosen)
        and (one.code != AS_WRITTEN or one.key == chosen.key)
        and (one.source == of_source if of_source else one.source not in specific)
    ]
    touched = [one for one in alike if one.key == chosen.key or not _apart(one, chosen, target)]
    decision = DecisionContent(
        mention=Mention(name=chosen.mention.name, country=chosen.mention.country, region=chosen.mention.region),
        of_source=of_source,
        means=target,
        kind=kind,
        why=why.strip() or _WHY[means if isinstance(means, str) else "chosen"],
    )
    made = _statements(decision, touched, holds=len(touched) == len(alike))
    words = _in_words(target, chosen)
    load, city = _write(db, made, chosen, means=words, count=len(touched))
    known = not isinstance(target, int) or gazetteer().place(target) is not None
    return Decided(load, chosen.text, city, words, len(touched), len(alike) - len(touched), known)


def _target(chosen: Written, means: Means, kind: CityKind | None) -> tuple[int | str, CityKind | None]:
    """The town meant (a GeoNames id, or a city's key) and its kind, where something is said of that."""
    if means == "confirm":
        return (chosen.geonames or chosen.decided), kind or chosen.kind
    if isinstance(means, int):
        return means, kind
    if not _of_gazetteer(chosen.decided):
        return chosen.decided, kind or chosen.kind
    readable = slug(" ".join(filter(None, (chosen.mention.name, chosen.country))), limit=50)
    return f"{readable}-{short_hash(' '.join(writing(chosen.mention)))}", kind or chosen.kind


def _of_gazetteer(key: str) -> bool:
    return key.startswith("gn") and key[2:].isdigit()


def _alike(mention: Mention, chosen: Written) -> bool:
    return writing(mention) == writing(chosen.mention)


def _apart(one: Written, chosen: Written, target: int | str) -> bool:
    """Whether a mention written alike may mean another town: it lies elsewhere, or surely means another."""
    if one.geonames is not None and one.geonames == target:
        return False
    if one.geonames is not None and not one.is_open and one.decided != chosen.decided:
        return True
    here, there = chosen.mention, one.mention
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return False
    return distance_km(here.lat, here.lon, there.lat, there.lon) > SAME_PLACE_KM


def _statements(decision: DecisionContent, touched: Sequence[Written], *, holds: bool) -> list[Statement]:
    """The decision where it holds for the writing, and which town each mention means by it."""
    found = Mentions()
    for one in touched:
        found.add(one.source, one.mention)
    made = [statement(CURATOR, CURATOR_SOURCE)]
    if holds:
        made.append(statement(CURATOR, decision))
    return [*made, *decide(found, [decision], gazetteer=gazetteer()).statements]


def _write(db: Database, made: list[Statement], chosen: Written, *, means: str, count: int) -> tuple[str, str]:
    """Write the statements as a load; returns its id, and the id of the town that the mention means now."""
    fingerprint = hashlib.sha256("\0".join(("review", *(one.id for one in made))).encode()).hexdigest()
    load = loads.begin(db, fingerprint, kind="review", file="", source=CURATOR)
    loads.name_sources(db, load, CURATOR, {one.source for one in made})
    _narrow(db, load, made)
    loads.write(db, made, _no_mentions, load)
    key = loads.cities_of(db, [chosen.key])[chosen.key]
    city = loads.city_ids(db, [key])[key]
    note_decision(db, load, mention=chosen.text, city=city, means=means, count=count)
    loads.finish(db, load, prune=False, counts={"read": 1, "new": 1, "changed": 0, "same": 0, "rejected": 0})
    return load.id, city


def _narrow(db: Database, load: loads.Load, made: Sequence[Statement]) -> None:
    """Look for what the load withdraws in those sources only where there is something: a gazetteer is large."""
    told = loads.classify(db, made, _no_mentions, load)
    load.known = {one.source for one in made if told[one.id].replaces}


def _in_words(target: int | str, chosen: Written) -> str:
    place = gazetteer().place(target) if isinstance(target, int) else None
    if place is None:
        return f"GeoNames {target}" if isinstance(target, int) else chosen.text
    return ", ".join(part for part in (place.name, place.region, place.country) if part)


def _no_mentions(key: str) -> str:
    raise KeyError(key)


def told_more(mentions: Sequence[Row]) -> list[Row]:
    """Mentions up for review with more about their candidates: region, population, and how far from the coordinates.

    `distance_km` is None where the source gives no coordinates, the others where the gazetteer lacks the place.
    """
    if not any(row["candidates"] for row in mentions):
        return list(mentions)
    places = gazetteer()
    return [row | {"candidates": [_told(one, row, places) for one in row["candidates"]]} for row in mentions]


def _told(candidate: Row, row: Row, places: Gazetteer) -> Row:
    place = places.place(int(candidate["geonames"]))
    placed = place is not None and row["lat"] is not None
    away = distance_km(row["lat"], row["lon"], place.lat, place.lon) if placed and place else None
    return {
        **candidate,
        "region": place.region if place else None,
        "population": (place.population or None) if place else None,
        "distance_km": None if away is None else round(away, 1),
    }


def write_decisions(db: Database, file: Path | None, *, title: str) -> tuple[str, int]:
    """The decisions taken here as a knowledge file of YAML, such as `data/decisions.yaml`, and how many they are.

    `file` gives the source's id; `title` its title.
    """
    decisions = own_decisions(db)
    source = {"id": slug(file.stem) if file else "decisions", "title": title}
    entries = [_entry(one) for one in decisions]
    said: dict[str, Any] = {"source": source, "decisions": entries}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110), len(decisions)


def _entry(decision: DecisionContent) -> Mapping[str, Any]:
    said = decision.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    if set(said["mention"]) == {"name"}:
        said["mention"]["region"] = ""  # else a comma in the name would be read as a country behind it
    return {name: said[name] for name in ("mention", "means", "kind", "of_source", "why", "by") if name in said}
