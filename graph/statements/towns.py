"""Projection of mentions and cities: which town a mention means, and what is known of each town."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import TypeAdapter

from graph.cypher import pieces
from graph.database import Transaction
from graph.model import AnyContent
from graph.names import fold, folded_variants
from graph.statements.merging import Voice, merge
from graph.statements.statement import GAZETTEER, Statement, subject_of
from graph.statements.voices import NONE, Fresh, chunks, statements, voices_of, with_since

PERSON = "person"
"""Code of an identity that a person decided."""

OF_MENTION = ("name", "country", "region", "lat", "lon", "kind", "geonames", "wikidata", "source", "flags")
"""What a city takes from its mentions."""

_CONTENT: TypeAdapter[AnyContent] = TypeAdapter(AnyContent)


@dataclass(slots=True)
class Moves:
    """What followed from projecting mentions: cities to project anew, and subjects that statements left or got.

    `back` are subjects as they were, of mentions that are there again: what they say could not show without its town.
    `speakers` are the subjects of sources whose own town may be another one now.
    """

    cities: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)


def merges_in_force(tx: Transaction) -> dict[str, str]:
    """Merged cities by key: `gone` to `keep`, followed to its end."""
    direct: dict[str, str] = {}
    for content, _ in tx.values(with_since("merges").bind()):
        said = orjson.loads(content)
        direct[said["gone"]] = said["keep"]
    return {gone: follow(direct, gone) for gone in direct}


def follow(merges: Mapping[str, str], key: str) -> str:
    """The city that a key stands for after all merges; a circle ends where it began."""
    seen = {key}
    while (following := merges.get(key)) is not None and following not in seen:
        seen.add(following)
        key = following
    return key


def project_mentions(tx: Transaction, subjects: Collection[str], fresh: Fresh = NONE) -> Moves:
    """Project `mention:` subjects; statements of mentions that mean another town now get their new subject."""
    moves = Moves()
    if not subjects:
        return moves
    voices = voices_of(tx, subjects, fresh)
    merges = merges_in_force(tx)
    rows = [mention_fields(subject.partition(":")[2], said, merges) for subject, said in voices.items()]
    sources = {row["key"]: row["source"] for row in rows}
    moved: list[tuple[str, str, str]] = []
    came: list[str] = []
    for mentions in chunks(rows):
        for key, old, new in tx.table(statements("mentions_write").bind(rows=mentions)):
            moves.cities.add(new)
            if old is None and sources[key] in fresh.first:
                moves.speakers.add(f"source:{sources[key]}")
            elif old is None:
                # Statements with it may be older than what it means now, as when an undone load comes back.
                came.append(key)
            elif old != new:
                moves.cities.add(old)
                moved.append((key, old, new))
    gone = [subject.partition(":")[2] for subject in subjects if subject not in voices]
    for _, old in tx.values(statements("mentions_delete").bind(keys=gone)) if gone else []:
        moves.cities.add(old)
    if moved:
        _keep_ids(tx, moved)
        tx.run(pieces("statements/cypher/loads")["add-moves"].bind())  # a load under way must look again
    for part in chunks([*came, *(key for key, _, _ in moved)]):
        _resubject(tx, part, moves)
    return moves


def mention_fields(key: str, said: list[Voice], merges: Mapping[str, str]) -> dict[str, Any]:
    """What goes on the node of a mention: the identity that counts, and the city that it leads to after merges."""
    voice = max(said, key=_decides)
    content = voice.content
    mention = content["mention"]
    return {
        "key": key,
        "source": voice.source,
        "name": mention["name"],
        "country": mention.get("country"),
        "region": mention.get("region"),
        "lat": mention.get("lat"),
        "lon": mention.get("lon"),
        "wikidata": mention.get("wikidata"),
        "decided": content["city"],
        "city": follow(merges, content["city"]),
        "geonames": content.get("geonames"),
        "country_code": content.get("country"),
        "kind": content.get("kind", "town"),
        "score": content["score"],
        "code": content["code"],
        "reason": content["reason"],
        "flags": content.get("flags", []),
        "candidates": orjson.dumps(content.get("candidates", [])).decode(),
    }


def _decides(voice: Voice) -> tuple[bool, int, float, str]:
    """A person's decision before the program's, the newer of theirs, the surer of its own."""
    person = voice.content["code"] == PERSON
    return (person, voice.since if person else 0, voice.content["score"], voice.id)


def _resubject(tx: Transaction, keys: Sequence[str], moves: Moves) -> None:
    """Give statements about these mentions the subject that follows from what they mean now."""
    rows = []
    for id_, old, source, content, a, b, city_a, city_b in tx.values(statements("of_mentions").bind(keys=keys)):
        if old.startswith("source:"):
            moves.speakers.add(old)
            continue
        if city_a is None or (b is not None and city_b is None):
            continue  # its other town is not there; when that comes, this comes up again
        cities = {a: city_a, b: city_b}
        made = Statement(id_, source, _CONTENT.validate_json(content), content.encode(), a, b)
        new = subject_of(made, lambda key, cities=cities: cities[key])  # type: ignore[misc]
        if new == old:
            moves.back.add(old)
        else:
            rows.append({"id": id_, "subject": new})
            moves.subjects |= {old, new}
    for part in chunks(rows):
        tx.run(statements("resubject").bind(rows=part))


def _keep_ids(tx: Transaction, moved: Iterable[tuple[str, str, str]]) -> None:
    """A town that got a better key keeps its id; a town that went into a known one redirects to it.

    Where a town's mentions go apart, its id goes with one of them that is new, and leads there.
    """
    moves = [{"old": old, "new": new} for old, new in sorted({(old, new) for _, old, new in moved})]
    tx.run(statements("ids_back").bind(keys=sorted({move["new"] for move in moves})))
    found = tx.values(statements("ids_moved").bind(moves=moves))
    adopt: dict[str, dict[str, str]] = {}
    redirect: dict[str, dict[str, str]] = {}
    for old_key, old_id, new_key, known in sorted(found, key=lambda row: (row[3], row[0], row[2])):
        redirect.setdefault(old_key, {"key": old_key, "to": new_key})
        if not known:
            adopt.setdefault(old_key, {"key": new_key, "id": old_id})
    tx.run(statements("ids_adopt").bind(rows=list(adopt.values())))
    tx.run(statements("ids_redirect").bind(rows=list(redirect.values())))


def project_cities(tx: Transaction, keys: Collection[str], fresh: Fresh = NONE) -> None:
    """Project cities by key: a city is there as long as a mention in force means it."""
    if not keys:
        return
    mentions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for part in chunks(sorted(keys)):
        for key, *fields in tx.table(statements("mentions_of_cities").bind(keys=part)):
            mentions[key].append(dict(zip(OF_MENTION, fields, strict=True)))
    said = voices_of(tx, {f"city:{key}" for key in mentions}, fresh)
    ids: dict[str, str] = {}
    for part in chunks(sorted(mentions)):
        ids.update((key, id_) for key, id_ in tx.table(statements("city_ids").bind(keys=part)))
    gone = sorted(set(keys) - set(mentions))
    if gone:
        tx.run(statements("cities_delete").bind(keys=gone))
    rows = [city_fields(key, ids[key], found, said.get(f"city:{key}", [])) for key, found in mentions.items()]
    for cities in chunks(rows):
        tx.run(statements("cities_write").bind(rows=cities))


def city_fields(key: str, id_: str, mentions: list[dict[str, Any]], said: list[Voice]) -> dict[str, Any]:
    """What goes on the node of a city, but for its point: what its mentions and the statements about it add up to.

    `mentions` have the fields of `OF_MENTION`; `country` is the code that was decided.
    """
    recorded = any(voice.source == GAZETTEER for voice in said)
    merged = merge([_flat(voice, mention=voice.source == GAZETTEER or not recorded) for voice in said])
    values = merged.values
    met = Counter(row["name"] for row in mentions)
    common = min(met, key=lambda name: (-met[name], name))
    names = sorted({*values.get("names", []), *met, *([values["name"]] if "name" in values else [])})
    first = _best_mention(mentions)
    placed = "lat" in values
    return {
        "key": key,
        "id": id_,
        "name": values.get("name", common),
        "country": values.get("country", first["country"]),
        "region": values.get("region", first["region"]),
        "region_code": values.get("region_code"),
        "kind": values.get("kind", first["kind"]),
        "lat": values["lat"] if placed else first["lat"],
        "lon": values["lon"] if placed else first["lon"],
        "population": values.get("population"),
        "geonames": values.get("geonames", first["geonames"]),
        "wikidata": values.get("wikidata", first["wikidata"]),
        "website": values.get("website"),
        "names": names,
        "names_folded": sorted({folded for name in names for folded in folded_variants(name)}),
        "name_folded": fold(values.get("name", common)),
        "flags": sorted({flag for row in mentions for flag in row["flags"]}),
        "conflicts": merged.conflicts,
        "contested": merged.contested or None,
        "sources": sorted({*merged.sources, *(row["source"] for row in mentions)}),
    }


def _best_mention(mentions: list[dict[str, Any]]) -> dict[str, Any]:
    return min(
        mentions,
        key=lambda row: (
            row["geonames"] is None,
            row["lat"] is None,
            row["country"] or "ZZ",
            row["source"],
            row["name"],
        ),
    )


def _flat(voice: Voice, *, mention: bool) -> Voice:
    """A statement about a town with the fields of its mention beside its own (`mention`: where these count)."""
    town = voice.content["town"] if mention else {}
    content = {**town, **{name: value for name, value in voice.content.items() if name != "town"}}
    return Voice(voice.id, voice.source, content, voice.rank, voice.date, voice.since)
