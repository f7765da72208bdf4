"""One organisation, person, programme and topic as their pages get them; see `samples`."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
SOURCE: Row = {"id": "article", "title": "Partnerschaftsring im Gespräch", "url": "https://example.org/article"}
RING: Row = {"id": "ring-hg", "name": "Partnerschaftsring Bad Homburg"}
HOMBURG: Row = {"id": "gn2953436", "name": "Bad Homburg", "country": "DE"}
CHUR: Row = {"id": "gn2661169", "name": "Chur", "country": "CH"}
EVENT_ROW: Row = {
    "id": "meeting-2021",
    "title": {"de": "Treffen", "en": "Meeting"},
    "kind": "meeting",
    "status": "announced",
    "begin": "2021",
    "end": None,
    "place": None,
    "role": "host",
    "inferred": ["begin"],
}
TOPICS = [{"id": "youth", "name": {"de": "Jugend", "en": "youth"}, "said": [{"de": "Jugendaustausch"}]}]
PERSON_ROW: Row = {"id": "p", "name": "Alexander Hetjes", "office": {"de": "Oberbürgermeister"}, "town": "Bad Homburg"}
PROGRAMME_ROW: Row = {
    "id": "band",
    "name": "Jugendband",
    "title": None,
    "kind": "project",
    "role": "funder",
    "begin": "2020",
    "end": None,
    "inferred": ["begin"],
}
DOINGS: Row = {"events": [EVENT_ROW], "programmes": [PROGRAMME_ROW], "topics": TOPICS, "sources": [SOURCE]}
ORGANISATION: Row = DOINGS | {
    "id": "aa",
    "name": "Auswärtiges Amt",
    "kind": "ministry",
    "url": "https://example.org",
    "note": {"de": "Bundesbehörde"},
    "persons": [PERSON_ROW | {"role": "speaker"}],
    "towns": [HOMBURG | {"role": "host"}],
    "evidence": {"organisation": "from the domain of an address"},
}
PERSON: Row = DOINGS | PERSON_ROW
PERSON |= {
    "town": HOMBURG,
    "organisations": [{"id": "aa", "name": "Auswärtiges Amt"}],
    "persons": [PERSON_ROW | {"id": "q", "role": None}],
    "namesakes": [PERSON_ROW | {"id": "r"}],
    "evidence": {"office": "from the context"},
}
PROGRAMME: Row = DOINGS | {
    "id": "band",
    "name": "Jugendband",
    "title": {"de": "Jugend-Bandprojekt"},
    "kind": "project",
    "status": "running",
    "begin": "2020",
    "end": None,
    "aim": {"de": "Musik"},
    "note": None,
    "ring": RING,
    "towns": [HOMBURG | {"role": "host", "own": False, "evidence": {"role": "the band comes from there"}}],
    "organisations": [{"id": "aa", "name": "Auswärtiges Amt", "role": "funder"}],
    "persons": [PERSON_ROW | {"role": "artist", "organisation": None}],
    "programmes": [],
    "evidence": {"begin": "the year before"},
}
TOPIC_ROW: Row = {
    "topic": {"id": "youth", "name": "Jugend"},
    "what": "link",
    "id": "a|b",
    "name": "Bad Homburg – Chur",
    "said": "Jugendaustausch",
    "kind": "partnership",
    "status": None,
    "begin": "1988",
    "end": None,
    "inferred": ["begin"],
    "towns": [HOMBURG, CHUR],
    "sources": [SOURCE],
}
COLUMNS = [
    {"name": name, "label": name, "type": kind}
    for name, kind in (("topic", "topic"), ("what", "what"), ("name", "fact"), ("said", "quote"), ("begin", "date"))
]
TOPIC: Row = {
    "id": "youth",
    "name": {"de": "Jugend", "en": "youth"},
    "synonyms": ["Jugendliche"],
    "evidence": {},
    "rows": [TOPIC_ROW],
    "columns": COLUMNS,
    "sources": [SOURCE],
}
PAGES: dict[str, Row] = {
    "organisation.html": {"organisation": ORGANISATION},
    "person.html": {"person": PERSON},
    "programme.html": {"programme": PROGRAMME},
    "topic.html": {"topic": TOPIC},
    "actors.html": {"listed": {"kind": "topics", "rows": [TOPIC_ROW], "columns": COLUMNS, "notes": []}},
}
