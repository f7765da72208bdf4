"""Fields of the tables that are read, the headings under which they are known, and which kind a table is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from graph.errors import InputError, UsageError
from graph.names import fold

_PLACE: dict[str, str] = {
    "city": "city, town, stadt, ort, kommune, gemeinde, municipality, name, stadtname, city name, town name",
    "country": "country, land, staat, nation, country code, ländercode, landeskürzel, country name",
    "region": "region, state, bundesland, province, provinz, admin1",
    "lat": "lat, latitude, breite, breitengrad, geographische breite",
    "lon": "lon, lng, long, longitude, länge, längengrad, geographische länge",
    "geonames": "geonames, geonames id, geonameid, geoname id",
    "wikidata": "wikidata, wikidata id, qid, q id, q nummer",
}
_PERIOD: dict[str, str] = {
    "since": "since, seit, from date, start, start date, beginn, begin, beginn der partnerschaft, partner seit, jahr, "
    "year, gründungsjahr, datum, date, unterzeichnet, signed, established, joined, beitritt, mitglied seit",
    "until": "until, bis, to date, end, end date, ende, ended, beendet, left, austritt",
    "status": "status, stand, zustand, state of link",
}
_ROW: dict[str, str] = {
    "note": "note, notes, anmerkung, anmerkungen, bemerkung, bemerkungen, notiz, hinweis, kommentar, comment, remarks",
    "source_title": "source_title, source title, quellentitel, titel der quelle",
    "source_url": "source_url, source url, url, link zur quelle, internetadresse, quelle url, quellen url, source link",
    "source": "source, quelle, quellen, sources, beleg, reference",
    "source_date": "source_date, source date, datum der quelle, stand der quelle",
    "source_publisher": "source_publisher, publisher, herausgeber",
    "source_licence": "source_licence, licence, license, lizenz",
}
_FIRST = ("{} a", "{}a", "{} 1", "{}1", "a {}", "{} from", "from {}", "source {}", "{} left", "first {}")
_SECOND = ("{} b", "{}b", "{} 2", "{}2", "b {}", "{} to", "to {}", "target {}", "{} right", "second {}", "{} partner",
           "partner {}", "partner{}", "{} der partnerstadt", "{} of partner", "twin {}", "sister {}")  # fmt: skip


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


def _sided(
    place: Mapping[str, str], side: str, patterns: Sequence[str], more: Mapping[str, str]
) -> dict[str, list[str]]:
    """The fields of one of a link's two towns: `city_a` is known as `city a`, `city1`, `from city` …"""
    fields = {}
    for field, words in place.items():
        known = [pattern.format(word) for word in _words(words) for pattern in patterns]
        fields[f"{field}_{side}"] = known + _words(more.get(field, ""))
    return fields


def _links() -> dict[str, list[str]]:
    second = {
        "city": "partnerstadt, partner, partnerkommune, partnergemeinde, partnerort, twin, sister city, twin town, "
        "target, to, nach, zu, b, mit",
        "country": "partnerland, land partnerstadt, staat partnerstadt",
    }
    first = {**_PLACE, "city": f"{_PLACE['city']}, from, von, a, unsere stadt"}
    rest = {
        "kind": "kind, art, type, typ, link type, art der verbindung, art der partnerschaft, form, beziehung",
        **_PERIOD,
        "bilateral": "bilateral, zweiseitig, direkt",
        "topics": "topics, themen, thema, topic, schwerpunkte, themenfelder",
        **_ROW,
    }
    return {
        **_sided(_PLACE, "a", _FIRST, first),
        **_sided(_PLACE, "b", _SECOND, second),
        **{field: _words(words) for field, words in rest.items()},
    }


def _plain(*parts: Mapping[str, str]) -> dict[str, list[str]]:
    return {field: _words(words) for part in parts for field, words in part.items()}


_MEMBER = _PLACE | {"city": f"{_PLACE['city']}, member, mitglied, mitgliedsstadt, mitgliedstadt"}
_RING = {
    "ring": "ring, ring name, name des rings, partnerschaftsring, verbund, netzwerk, network, städtering, bund",
    "ring_kind": "ring_kind, ring kind, kind, art, art des rings, ringart, type, typ",
    "founded": "founded, gegründet, gründung, gründungsjahr, foundation",
    "ring_ended": "ring_ended, ring ended, aufgelöst, dissolved, ring until",
    "other_names": "other_names, other names, andere namen, auch genannt, aliases",
    "role": "role, rolle, funktion",
}
_TOWN = {
    "kind": "kind, art, type, typ, place kind, ortsart",
    "names": "names, other names, andere namen, alternate names, alternatenames, aliases, namen, exonyme",
    "region_code": "region_code, region code, regionscode, iso 3166 2",
    "population": "population, einwohner, einwohnerzahl, bevölkerung, inhabitants",
    "website": "website, webseite, homepage, web, internet",
}
_EVENT = {
    "event": "event_id, event id, id, kennung",
    "title": "title, titel, veranstaltung, event, ereignis, bezeichnung, name",
    "title_de": "title_de, titel deutsch, titel de",
    "title_en": "title_en, titel englisch, title english, titel en",
    "kind": "kind, art, type, typ, art der veranstaltung, veranstaltungsart",
    "status": "status, stand, zustand",
    "begin": "begin, beginn, start, start date, datum, date, tag, von, anfang, wann, when, year, jahr",
    "end": "end, ende, bis, end date, until",
    "time": "time, uhrzeit, zeit",
    "mode": "mode, form, format, durchführung",
    "people": "people, personen, teilnehmer, teilnehmende, teilnehmerzahl, attendees, participants number",
    "place": "place, veranstaltungsort, venue, location, haus, gebäude",
    "towns": "towns, städte, beteiligte städte, participants, teilnehmende städte, partnerstädte",
    "organisations": "organisations, organizations, organisationen, veranstalter, organiser, organizer",
    "topics": "topics, themen, thema, topic, schwerpunkte",
    "ring": "ring, partnerschaftsring",
}
_EVENT_TOWN = _PLACE | {"city": "city, town, stadt, ort, kommune, gemeinde, municipality"}
_ITEM = "item, city, place, town, stadt, ort, municipality, settlement, subject, item1, city1, town1, place1"
_PARTNER = (
    "partner, twin, twinned, twinnedwith, twinned with, partnercity, partner city, twincity, twin city, twintown, "
    "twin town, sistercity, sister city, partnerstadt, partnerort, twinned administrative body, item2, city2, town2, "
    "place2, object, target"
)
_OF_ITEM = {
    "label": "label",
    "names": "altlabel, alt label, aliases, alias, names",
    "coord": "coord, coords, coordinate, coordinates, coordinatelocation, coordinate location, location, point, geo",
    "country": "country",
    "country_label": "countrylabel, country label",
    "country_code": "countrycode, country code, iso, isocode, iso code",
    "geonames": "geonames, geonamesid, geonames id",
}
_START = "since, start, starttime, start time, startdate, start date, begin, beginn, seit"
_END = "until, end, endtime, end time, enddate, end date, ende, bis"
_LANGUAGE = re.compile(r"(.*[^@_ (])[@_ (]+([a-z]{2,3}(?:-[a-z0-9]{1,12})*)\)?")
_BY_LANGUAGE = frozenset(
    f"{side}_{part}" for side in ("item", "partner") for part in ("label", "names", "country_label")
)


def _wikidata() -> dict[str, list[str]]:
    """The fields of what Wikidata answers about P190: `itemLabel`, `partnerCoord`, `startPrecision` …"""
    made = {}
    for side, nouns, alone in (("item", _ITEM, ("{}", "{}1")), ("partner", _PARTNER, ("{}2",))):
        made[side] = _words(nouns)
        for part, words in _OF_ITEM.items():
            both = [word for noun in _words(nouns) for own in _words(words)
                    for word in (f"{noun}{own}", f"{noun} {own}", f"{own}{noun}", f"{own} {noun}")]  # fmt: skip
            bare = [] if part == "label" else [form.format(own) for own in _words(words) for form in alone]
            made[f"{side}_{part}"] = both + bare
    for field, written in (("since", _START), ("until", _END)):
        made[field] = _words(written)
        made[f"{field}_precision"] = [f"{word}{sign}precision" for word in _words(written) for sign in ("", " ")]
    made["rank"] = ["rank", "statement rank"]
    return made


def _by_language(heading: str, kind: str) -> str | None:
    """The field of a heading such as `itemLabel@de`, with its language: `item_label@de`."""
    match = _LANGUAGE.fullmatch(heading.strip().lower()) if kind == "wikidata" else None
    field = known_headings(kind).get(fold(match.group(1))) if match else None
    return f"{field}@{match.group(2)}" if match and field in _BY_LANGUAGE else None


@cache
def fields(kind: str) -> dict[str, list[str]]:
    """The fields of a kind of table, each with the headings it is known under."""
    match kind:
        case "wikidata":
            return _wikidata()
        case "links":
            return _links()
        case "rings":
            return _plain(_MEMBER, _PERIOD, _RING, _ROW)
        case "events":
            return _plain(_EVENT, _EVENT_TOWN, _ROW)
    return _plain(_MEMBER | {"city": _PLACE["city"]}, _TOWN, _ROW)


REQUIRED: dict[str, tuple[str, ...]] = {
    "rings": ("ring", "city"),
    "links": ("city_a", "city_b"),
    "events": ("title",),
    "towns": ("city",),
    "wikidata": ("item", "partner"),
}
"""Fields without which a table is not of a kind, the more telling kinds first."""

KINDS = (*REQUIRED, "knowledge")
"""Kinds of files."""

_TELLING = {
    "events": frozenset(("begin", "event", "place", "status", "towns", "people", "mode")),
    "wikidata": frozenset(("item_label", "partner_label")),
}


def check_kind(kind: str) -> None:
    """Raise `UsageError` for a word that is none of `KINDS`."""
    if kind not in KINDS:
        raise UsageError(f"there is no kind '{kind}'; kinds are {', '.join(KINDS)}", parameter="kind")


@cache
def known_headings(kind: str) -> dict[str, str]:
    """Folded heading to field. A field's own name stands for it whatever else is called like that."""
    own = {fold(field): field for field in fields(kind)}
    return {fold(word): field for field, words in fields(kind).items() for word in words if word} | own


def is_heading(text: str) -> bool:
    """Whether a cell is a heading of any kind of table."""
    folded = fold(text)
    return bool(folded) and any(folded in known_headings(kind) for kind in REQUIRED)


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table's columns are understood: for each field its column, and the headings that nothing is made of."""

    kind: str
    places: dict[str, int]
    unused: tuple[str, ...]
    clash: tuple[int, int] | None = None


def understand(headings: Sequence[str], kind: str | None, mapping: Mapping[str, str] | None) -> Columns | None:
    """The columns of a table with these headings, or None where they are no headings of the kind (or of any).

    Raises `UsageError` for a mapping that does not fit, `InputError` for two columns of one meaning.
    """
    named = mapping or {}
    kinds = [one for one in ([kind] if kind else REQUIRED) if set(named) <= set(fields(one))]
    complete = [columns for one in kinds if _complete(columns := _columns(headings, one, named), kind)]
    best = max(complete, key=lambda columns: len(columns.places), default=None)
    if best and best.clash:
        raise _twice(headings, *best.clash)
    return best


def _complete(columns: Columns, kind: str | None) -> bool:
    if not set(REQUIRED[columns.kind]) <= set(columns.places):
        return columns.kind == "events" and bool({"title_de", "title_en"} & set(columns.places))
    telling = _TELLING.get(columns.kind)
    return kind is not None or telling is None or bool(telling & {field.partition("@")[0] for field in columns.places})


def _columns(headings: Sequence[str], kind: str, mapping: Mapping[str, str]) -> Columns:
    known = known_headings(kind)
    places = _mapped(headings, mapping)
    taken = set(places.values())
    unused = []
    own: dict[str, int] = {}
    clash = None
    for place, heading in enumerate(headings):
        field = known.get(fold(heading)) or _by_language(heading, kind)
        if place in taken or not heading.strip():
            continue
        if field is None or field in places:
            if field in own:
                clash = clash or (own[field], place)
            unused.append(heading)
        else:
            places[field] = own[field] = place
    return Columns(kind, places, tuple(unused), clash)


def _twice(headings: Sequence[str], first: int, second: int) -> InputError:
    one, other = headings[first], headings[second]
    if fold(one) == fold(other):
        return InputError(f"the heading '{other}' stands twice; give the columns different names")
    return InputError(f"the headings '{one}' and '{other}' mean the same; leave one out or say --map FIELD=HEADING")


def _mapped(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    folded = {fold(heading): place for place, heading in reversed(list(enumerate(headings)))}
    exact = {heading.strip(): place for place, heading in reversed(list(enumerate(headings)))}
    return {
        field: exact[heading] if heading in exact else folded[fold(heading)]
        for field, heading in mapping.items()
        if heading in exact or fold(heading) in folded
    }


def read_mapping(given: Iterable[str], called: str) -> Mapping[str, str] | None:
    """What people write as FIELD=HEADING, None for nothing; raises `UsageError`, where the option is `called` so."""
    pairs = {}
    for one in given:
        name, sign, heading = one.partition("=")
        if not sign or not name.strip() or not heading.strip():
            wrong = f"{called} wants FIELD=HEADING, like city_a=Stadt; '{one[:100]}' is not"
            raise UsageError(wrong, parameter="map")
        pairs[name.strip()] = heading.strip()
    return pairs or None


def check_mapping(headings: Iterable[str], kind: str | None, mapping: Mapping[str, str]) -> None:
    """Raise `UsageError` where a mapping names a field that the kind has not, or a heading that the file has not."""
    names = list(headings)
    folded = {fold(name) for name in names}
    allowed = set(fields(kind)) if kind else {field for one in REQUIRED for field in fields(one)}
    for field, heading in mapping.items():
        if field not in allowed:
            raise UsageError(
                f"there is no field '{field}'{_nearest(field, allowed)}; fields are {', '.join(sorted(allowed))}",
                parameter="map",
            )
        if heading not in names and fold(heading) not in folded:
            raise UsageError(
                f"the file has no heading '{heading}'{_nearest(heading, names)}; it has {', '.join(names)}",
                parameter="map",
            )


def missing(headings: Sequence[str], kind: str | None, mapping: Mapping[str, str], name: str) -> InputError:
    """What to say where the headings are of no kind, or lack a field of the kind that was asked for."""
    shown = ", ".join(heading for heading in headings if heading.strip()) or "none"
    if kind:
        places = _columns(headings, kind, mapping).places
        lacking = [field for field in REQUIRED[kind] if field not in places]
        return InputError(
            f"{name}: no column for {', '.join(lacking)}; the headings are {shown}. "
            f"Say which it is with --map {lacking[0]}=HEADING"
        )
    return InputError(
        f"{name}: the headings are not understood ({shown}). Say with --as what the file holds "
        f"({', '.join(REQUIRED)}) and with --map FIELD=HEADING which column is what"
    )


def _nearest(text: str, known: Iterable[str]) -> str:
    near = get_close_matches(text, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
