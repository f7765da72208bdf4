"""German and English words for the values of fields."""

from __future__ import annotations

from graph.model import CityKind, EventStatus, LinkKind, LinkStatus, RingKind
from graph.names import fold


def _table(values: dict[str, str]) -> dict[str, str]:
    """Folded word to value; a value's own name stands for it."""
    return {fold(word): value for value, words in values.items() for word in (value, *words.split(",")) if fold(word)}


LINK_KIND = _table({
    LinkKind.PARTNERSHIP: "partnerschaft, städtepartnerschaft, stadtpartnerschaft, partner, twinning, twin town, twin, "
    "sister city, town twinning, jumelage, gemeindepartnerschaft, kommunalpartnerschaft, städtepartner, partnerstadt, "
    "vollpartnerschaft",
    LinkKind.FRIENDSHIP: "freundschaft, städtefreundschaft, friendship city, freundschaftliche beziehung, "
    "freundschaftliche beziehungen, friendly relations, freundschaftsvertrag",
    LinkKind.CONTACT: "kontakt, kontakte, contacts, kontaktstadt",
    LinkKind.PROJECT: "projekt, projektpartnerschaft, project partnership, projektbezogen, klimapartnerschaft, "
    "climate partnership, kooperation, cooperation",
})  # fmt: skip
LINK_STATUS = _table({
    LinkStatus.ACTIVE: "aktiv, bestehend, besteht, current, laufend, gültig",
    LinkStatus.DORMANT: "ruhend, ruht, eingeschlafen, inaktiv, inactive, schlafend",
    LinkStatus.SUSPENDED: "ausgesetzt, eingefroren, auf eis, frozen, suspendiert, unterbrochen",
    LinkStatus.ENDED: "beendet, erloschen, gekündigt, aufgelöst, ehemalig, former, terminated, expired, ausgetreten, "
    "left",
})  # fmt: skip
RING_KIND = _table({
    RingKind.RING: "partnerschaftsring, ringpartnerschaft, städtering, städtebund, dreieckspartnerschaft, "
    "dreierpartnerschaft",
    RingKind.CHAIN: "kette, städtekette, freundschaftskette, nordische kette, nordic chain",
    RingKind.ASSOCIATION: "verein, vereinigung, verband, netzwerk, network, arbeitsgemeinschaft, charter, charta",
})  # fmt: skip
MEMBER_ROLE = _table({
    "founder": "gründer, gründungsmitglied, gründerin, founding member, gründungsstadt",
    "member": "mitglied, mitgliedsstadt, mitgliedstadt",
    "observer": "beobachter, gast, guest",
})  # fmt: skip
CITY_KIND = _table({
    CityKind.TOWN: "city, stadt, gemeinde, municipality, village, dorf, kommune, ort",
    CityKind.DISTRICT: "bezirk, stadtbezirk, borough",
    CityKind.COUNTY: "kreis, landkreis, grafschaft",
    CityKind.REGION: "land, bundesland, provinz, province, state",
    CityKind.ISLAND: "insel",
    CityKind.QUARTER: "stadtteil, ortsteil, viertel, suburb, neighbourhood",
})  # fmt: skip
EVENT_STATUS = _table({
    EventStatus.HELD: "stattgefunden, durchgeführt, fand statt, vergangen, past, done, took place",
    EventStatus.ANNOUNCED: "angekündigt, geplant, planned, scheduled, vorgesehen",
    EventStatus.PROPOSED: "vorgeschlagen, erhofft, idee, hoped for",
    EventStatus.REPLACED: "ersetzt, verlegt, postponed, verschoben",
    EventStatus.CANCELLED: "abgesagt, canceled, ausgefallen, entfallen",
})  # fmt: skip
EVENT_KIND = _table({
    "conference": "konferenz, tagung, kongress, congress, symposium, forum",
    "meeting": "treffen, begegnung, sitzung, besprechung, bürgerbegegnung",
    "workshop": "seminar, schulung, training",
    "visit": "besuch, delegationsbesuch, antrittsbesuch",
    "exchange": "austausch, schüleraustausch, jugendaustausch, fachaustausch",
    "reception": "empfang",
    "celebration": "feier, jubiläum, fest, festakt, anniversary, festival",
    "trip": "reise, fahrt, delegationsreise, bürgerreise, journey",
    "other": "sonstiges, sonstige, andere, anderes",
})  # fmt: skip
EVENT_MODE = _table({
    "in person": "vor ort, präsenz, in präsenz, onsite, face to face",
    "online": "digital, virtuell, virtual, videokonferenz",
    "hybrid": "",
})  # fmt: skip
