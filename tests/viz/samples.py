"""One of everything that pages show, after the article on Bad Homburg's ring; names can be made hostile."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from tests.viz.actor_samples import PAGES as ACTOR_PAGES
from viz.figures import KONECT

Row = dict[str, Any]

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> href \"'&amp;\u202eEvil\u202c {{ 7 * 7 }}"
"""A name that would do harm wherever it is not shown as the text it is."""

SOURCE: Row = {"id": "article", "title": "Partnerschaftsring im Gespräch", "url": "https://example.org/article"}
RING: Row = {"id": "ring-hg", "name": "Partnerschaftsring Bad Homburg"}


def town(id_: str, name: str, country: str | None, **more: Any) -> Row:
    return {"id": id_, "name": name, "country": country, "lat": 50.0, "lon": 8.0, **more}


HOMBURG = town("gn2953436", "Bad Homburg", "DE")
EXETER = town("gn2649808", "Exeter", "GB")
CHUR = town("gn2661169", "Chur", "CH")


def partner(row: Row, *, bilateral: bool, since: str | None = None, kind: str | None = None) -> Row:
    rings = [] if bilateral else [RING]
    tie = {"kind": kind, "status": None, "since": since, "until": None, "bilateral": bilateral, "rings": rings}
    return row | tie | {"distance_km": 859.6, "sources": [SOURCE]}


PARTNERS = [
    partner(EXETER, bilateral=True, kind="partnership"),
    partner(CHUR, bilateral=False, since="1956-10-04"),
    partner(town("gn3029276", "Cabourg", "FR"), bilateral=False, since="1956"),
]
EVENT_ROW: Row = {
    "id": "meeting-2021",
    "title": {"de": "Treffen zum 65-jährigen Bestehen", "en": "Meeting for the ring's 65 years"},
    "kind": "meeting",
    "status": "replaced",
    "begin": "2021",
    "end": None,
    "place": "Bad Homburg",
    "role": "host",
    "inferred": ["begin"],
}
CITY: Row = HOMBURG | {
    "region": "Hessen",
    "region_code": "DE.05",
    "kind": "town",
    "population": 51859,
    "geonames": 2953436,
    "wikidata": "Q16063",
    "names": ["Bad Homburg", "Bad Homburg v. d. Höhe"],
    "partners": sorted(PARTNERS, key=lambda row: str(row["name"])),
    "links": [
        EXETER
        | {"kind": "partnership", "status": "ended", "since": "1965", "until": None, "stated": "pair"}
        | {"topics": [{"topic": "sport", "said": {"de": "Sport"}}], "sources": [SOURCE]}
        | {"evidence": {"status": "no longer listed"}}
    ],
    "rings": [
        RING | {"kind": "ring", "since": "1956", "until": None, "status": None, "role": None, "sources": [SOURCE]}
    ],
    "events": [EVENT_ROW],
    "programmes": [
        {"id": "band", "name": "Jugendband", "title": {"de": "Jugendband"}, "kind": "project", "role": None}
    ],
    "people": [{"id": "p", "name": "Alexander Hetjes", "office": {"de": "Oberbürgermeister", "en": "mayor"}}],
    "mentions": [
        {"name": "Bad Homburg", "country": "DE", "region": None, "source": SOURCE, "score": 0.97, "code": "name"}
        | {"reason": "the only town of this name in Germany", "flags": ["similar"]}
    ],
    "sources": [SOURCE],
}
MEMBERS = [
    HOMBURG | {"since": "1956", "until": None, "status": None, "role": "founder", "sources": [SOURCE]},
    CHUR | {"since": None, "until": None, "status": None, "role": "member", "sources": [SOURCE]},
    town("gn2786420", "Spa", "BE")
    | {"since": "1956", "until": "1979", "status": "ended", "role": None, "sources": [SOURCE]},
]
WHOLE_RING: Row = RING | {
    "named": False,
    "kind": "ring",
    "founded": "1956",
    "ended": None,
    "other_names": [],
    "purposes": [{"de": "Völkerverständigung", "en": "understanding among peoples"}],
    "custom": {"de": "jährliches Treffen"},
    "members": MEMBERS,
    "events": [EVENT_ROW],
    "programmes": [{"id": "band", "name": "Jugendband", "title": None, "kind": "project"}],
    "sources": [SOURCE],
    "evidence": {"founded": "65 years before 2021"},
    "note": None,
}
EVENT: Row = EVENT_ROW | {
    "time": {"de": "abends"},
    "duration": None,
    "mode": "in person",
    "people": 40,
    "people_about": True,
    "people_said": {"de": "Engagierte"},
    "towns": [HOMBURG | {"role": "host"}],
    "ring": RING,
    "programme": {"id": "band", "name": "Jugendband", "title": None},
    "organisations": [{"id": "aa", "name": "Auswärtiges Amt", "role": "funder"}],
    "persons": [
        {"id": "p", "name": "Alexander Hetjes", "office": {"de": "Oberbürgermeister", "en": "mayor"}}
        | {"town": HOMBURG, "organisation": None, "role": "participant"}
    ],
    "topics": [{"id": "youth", "name": {"de": "Jugend", "en": "youth"}, "said": {"de": "Jugendaustausch"}}],
    "replaces": [],
    "follows": [],
    "replaced_by": [{"id": "online-2021", "title": {"de": "Online-Konferenz"}}],
    "followed_by": [],
    "part_of": None,
    "parts": [],
    "marks": {"de": "65 Jahre Ring"},
    "marks_years": 65,
    "note": None,
    "evidence": {"begin": "the ring's 65th year after 1956"},
    "sources": [SOURCE],
}


def said(type_: str, link: Row | None = None, **content: Any) -> Row:
    """A statement as the source page gets it."""
    return {
        "type": type_,
        "content": {"type": type_, "note": None, "evidence": {}} | content,
        "subject_link": link,
    }


STATEMENTS = [
    said("source", title=SOURCE["title"], language="de"),
    said(
        "ring",
        {"kind": "ring", "id": RING["id"], "label": RING["name"]},
        ring=RING["name"],
        founded="1956",
        kind="ring",
    ),
    said("membership", None, ring=RING["name"], town={"name": "Chur", "country": "CH"}, role="member"),
    said(
        "link",
        None,
        a={"name": "Bad Homburg", "country": "DE"},
        b={"name": "Exeter", "country": "GB"},
        kind="partnership",
    ),
    said(
        "event",
        None,
        event="meeting-2021",
        title=EVENT_ROW["title"],
        kind="meeting",
        status="replaced",
        begin="2021",
        people=40,
        people_about=True,
        evidence={"begin": "the ring's 65th year after 1956"},
    ),
    said("participation", None, of="event", ref="meeting-2021", town={"name": "Bad Homburg"}, role="host"),
    said(
        "attendance",
        None,
        of="event",
        ref="meeting-2021",
        person="Alexander Hetjes",
        office={"de": "Oberbürgermeister"},
    ),
]
WHOLE_SOURCE: Row = SOURCE | {
    "publisher": None,
    "date": None,
    "licence": None,
    "language": "de",
    "rank": 5,
    "speaks_for": None,
    "evidence": {},
    "note": None,
    "statements": STATEMENTS,
}
COLUMNS = [
    {"name": "name", "label": "Stadt", "type": "town"},
    {"name": "kind", "label": "Art", "type": "kind"},
    {"name": "since", "label": "Seit", "type": "date"},
    {"name": "bilateral", "label": "Bilateral", "type": "bool"},
    {"name": "rings", "label": "Ringe", "type": "rings"},
    {"name": "distance_km", "label": "Entfernung", "type": "km"},
    {"name": "sources", "label": "Quellen", "type": "sources"},
]
ANSWER: Row = {
    "question": "partners",
    "title": "Partner einer Stadt",
    "description": "Wer sind unsere Partner?",
    "parameters": {"city": [HOMBURG["id"]]},
    "rows": PARTNERS,
    "row_count": 3,
    "truncated": False,
    "cypher": "MATCH (c:City) WHERE c.since < 1990 RETURN c",
    "data_version": "1",
    "notes": ["2 von 3 ohne Datum."],
    "columns": COLUMNS,
    "part": None,
}
FIELDS = [
    {"name": "city", "label": "Stadt", "type": "town", "multiple": True, "required": True, "choices": []}
    | {"value": ["Bad Homburg"], "help": "Name, Land"},
    {"name": "kind", "label": "Art", "type": "choice", "multiple": True, "required": False}
    | {"choices": [{"value": "contact", "label": "Kontakt"}], "value": ["contact"], "help": None},
    {"name": "undated", "label": "Ohne Datum", "type": "choice", "multiple": False, "required": False}
    | {"choices": [{"value": "include", "label": "ja"}], "value": "include", "help": None},
    {"name": "year", "label": "Jahr", "type": "year", "multiple": False, "required": False}
    | {"choices": [], "value": 1990, "help": None},
    {"name": "rings", "label": "Ringe", "type": "bool", "multiple": False, "required": False}
    | {"choices": [], "value": True, "help": None},
]
COUNTS = {"towns": 17702, "links": 25841, "rings": 3, "events": 18, "sources": 12}
PROBLEM: Row = {
    "status": 409,
    "title": "Reading gibt es mehrmals",
    "detail": "Der Name passt zu zwei Städten.",
    "towns": [
        town("gn2639577", "Reading", "GB", region="England", population=318014, href="/ask/partners?city=gn2639577")
    ],
    "nearest": [town("gn5207728", "Reading", "US")],
    "advice": "Schreiben Sie das Land dazu.",
}
HAPPENED = EVENT_ROW | {
    "title": "Meeting for the ring's 65 years",
    "inferred": ["begin"],
    "mode": "online",
    "people": 40,
    "people_about": True,
    "towns": [{"id": "gn2953436", "name": "Bad Homburg", "country": "DE", "role": "host"}],
    "rings": [RING],
    "topics": [{"id": "youth", "name": "Youth"}],
}
COVERED = {"country": "DE", "region": None, "towns": 12, "linked": 9, "unresolved": 1, "links": 20, "dated": 5,
           "dated_percent": 25.0, "kind_percent": 50.0, "confirmed_percent": 5.0, "rings": 1, "events": 3}  # fmt: skip
PROFILED = {"part": "country", "country": "GB", "towns": 3, "partners": 4, "pairs": 4, "bilateral": 3, "via_ring": 1,
            "dated": 2, "dated_percent": None, "ended": 0, "rings": 1}  # fmt: skip
PARTS = ("figures", "listed", "distances", "lands", "communities", "betweenness")
LAND = {
    "id": "DE",
    "recorded": 12,
    "linked": 9,
    "towns": [town("gn2953436", "Bad Homburg", "DE", region="Hessen", population=50_000, links=9)],
    "profile": PROFILED | {"part": "all", "country": "DE"},
    "partners": [PROFILED, PROFILED | {"country": None, "dated_percent": 50.0}],
    "coverage": COVERED,
    "rings": [RING | {"kind": "ring", "founded": "1956", "here": 2}],
    "events": [EVENT_ROW],
}
ALIKE: Row = {
    "id": "gn2643123", "name": "Manchester", "country": "GB", "count": 2, "more": 0,
    "reasons": [{"ring": True, "id": RING["id"], "name": RING["name"]},
                {"ring": False, "id": "gn2965140", "name": "Cork", "country": "IE"}],
}  # fmt: skip
PAGES: dict[str, Row] = {
    "home.html": {
        "counts": COUNTS,
        "examples": [{"href": "/ask/partners", "sentence": "Wer?"}],
        "recent": [EVENT_ROW],
        "pictured": True,
        "latest": [{"id": "s", "title": "Artikel", "date": "2026-11-22", "facts": 12}],
    },
    "search.html": {
        "q": "Marienbad",
        "land": "CZ",
        "results": [
            {"type": "city", "id": "gn3071024", "name": "Mariánské Lázně", "country": "CZ", "matched": "Marienbad"},
            {"type": "ring", "id": RING["id"], "name": RING["name"]},
            {"type": "event", "id": "e", "name": "Besuch", "title": {"de": "Besuch"}},
            {"type": "source", "id": "s", "name": "Artikel"},
            {"type": "organisation", "id": "o", "name": "Auswärtiges Amt"},
        ],
    },
    "ask_list.html": {
        "groups": [
            {
                "title": "Partner",
                "questions": [
                    {"name": "partners", "title": "Partner", "description": "Wer?"}
                    | {"example": {"href": "/ask/partners", "sentence": "Partner von Bad Homburg"}}
                ],
            }
        ]
    },
    "ask.html": {
        "question": {"name": "partners", "title": "Partner einer Stadt", "description": "Wer sind unsere Partner?"},
        "fields": FIELDS,
        "answer": ANSWER,
        "problem": PROBLEM,
        "network_url": "/network?question=partners",
        "map_url": "/map?city=gn2953436",
    },
    "city.html": {"city": CITY, "neighbours": [ALIKE]},
    "ring.html": {"ring": WHOLE_RING},
    "rings.html": {"rings": [RING | {"kind": "ring", "founded": "1956", "members": 6, "countries": 6}]},
    "events.html": {
        "fields": [],
        "rows": [HAPPENED, HAPPENED | {"id": "undated", "begin": None, "status": "held"}],
        "notes": [],
        "part": None,
        "problem": None,
    },
    "event.html": {"event": EVENT},
    **ACTOR_PAGES,
    "source.html": {"source": WHOLE_SOURCE},
    "sources.html": {
        "sources": [SOURCE | {"publisher": None, "date": "2016", "licence": None, "rank": 5, "statements": 7}]
    },
    "countries.html": {"countries": [COVERED, COVERED | {"country": None, "dated_percent": None}]},
    "country.html": {"land": LAND},
    "figures.html": {
        "konect": KONECT,
        "parts": dict.fromkeys(PARTS),
        "versions": dict.fromkeys(PARTS),
        "figures": {},
        "listed": {},
        "far": {},
        "charts": dict.fromkeys(
            ("degrees", "distances", "foundings", "growth", "top-towns", "country-matrix", "events")
        ),
        "credits": [SOURCE | {"licence": "CC BY-SA 4.0"}],
        "more_credits": 2,
    },
    "about.html": {"counts": COUNTS},
    "error.html": {"problem": PROBLEM},
    "map.html": {
        "sources": [SOURCE | {"licence": "CC BY-SA 4.0"}, SOURCE | {"id": "other", "licence": None}],
        "more_sources": 3,
    },
    "report.html": {
        "given": {"of": "link", "id": "gn2953436|gn2649808", "about": "Bad Homburg – Exeter", "right": "", "source": ""}
        | {"wrong": "Das Jahr"},
        "wrong": {"wrong": "Das ist zu lang."},
        "sent": None,
        "back": "/cities/gn2953436",
    },
    "review_rings.html": {
        "rings": [
            {"id": "ring-1", "kind": "chain", "size": 3, "countries": ["DE", "GB"], "score": 12.5, "density": 0.7}
            | {
                "inside": 0.61,
                "outside": 4,
                "pairs": 3,
                "known": [RING | {"shared": 2}],
                "missing": [[HOMBURG, EXETER]],
            }
            | {
                "members": [
                    HOMBURG | {"links": 1, "partners": 9, "sure": True, "doubt": None},
                    EXETER | {"links": 1, "partners": 5, "sure": False, "doubt": "few-links"},
                ]
            }
        ],
        "total": 30,
        "offset": 10,
        "shown": 10,
        "done": {"load": "L7", "state": "done"},
        "ring": "kranz",
        "writing": True,
        "curator": True,
        "wrong": False,
        "query": "lang=de",
    },
    "docs.html": {"examples": [{"title": "Partner", "href": "/api/questions/partners"}], "suffixes": ["csv"]},
}

_KEPT = {"id", "type", "kind", "status", "mode", "role", "stated", "country", "question", "href", "url", "a", "b", "of"}
_KEPT |= {
    "language",
    "geonames",
    "wikidata",
    "begin",
    "end",
    "since",
    "until",
    "founded",
    "ended",
    "date",
    "ref",
    "event",
}
_KEPT |= {"inferred", "what"}


def hostile(value: Any, key: str = "") -> Any:
    """The same data with every text that a person or a source could have written replaced by `HOSTILE`."""
    if isinstance(value, dict):
        machine = {"name"} if "label" in value else set()  # a column or a form's field, not a thing with a name
        return {name: one if name in machine else hostile(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [hostile(one, key) for one in value]
    return f"{HOSTILE} {key}" if isinstance(value, str) and key not in _KEPT else deepcopy(value)


def copied(value: Row) -> Row:
    """A copy that a test may change."""
    return json.loads(json.dumps(value))
