"""What pages say of their thing to machines: JSON-LD in the words of schema.org. Pure functions.

Only what a source says stands there: an inferred date is left out, since schema.org has no mark for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.countries import country_name
from graph.texts import Language
from viz import say

if TYPE_CHECKING:
    from viz.pages import View

Thing = Mapping[str, Any]
_CONTEXT = "https://schema.org"
_STATUS = {"announced": "EventScheduled", "held": "EventScheduled", "cancelled": "EventCancelled",
           "replaced": "EventRescheduled"}  # fmt: skip
_MODE = {"in person": "Offline", "online": "Online", "hybrid": "Mixed"}
Linked = dict[str, Any]


def linked(kind: str, thing: Thing, lang: Language, view: View) -> Linked | None:
    """The page's thing: `kind` is `city`, `event`, `ring`, `organisation`, `person`, `source`, `country` or `site`.

    None where schema.org has no word for it, as for an event that is only proposed.
    """
    said = _MAKERS[kind](thing, lang, view)
    if said is None:
        return None
    return _present({"@context": _CONTEXT, "url": view.address(), "inLanguage": None} | said)


def _present(said: Linked) -> Linked:
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def _page(view: View, kind: str, id_: str) -> str:
    return view.address(f"/{kind}/{id_}")


def _town(row: Thing, lang: Language, view: View) -> Linked:
    return _present(
        {
            "@type": "City",
            "@id": _page(view, "cities", row["id"]) if row.get("id") else None,
            "name": say.town(row, lang),
            "containedInPlace": _land(row.get("country"), lang),
        }
    )


def _land(code: str | None, lang: Language) -> Linked | None:
    return {"@type": "Country", "name": country_name(code, lang), "identifier": code} if code else None


def _city(city: Thing, lang: Language, view: View) -> Linked:
    geonames, wikidata = city.get("geonames"), city.get("wikidata")
    place = {"@type": "GeoCoordinates", "latitude": city["lat"], "longitude": city["lon"]}
    return _town(city, lang, view) | {
        "alternateName": [name for name in city["names"] if name != say.town(city, lang)],
        "geo": place if city["lat"] is not None else None,
        "sameAs": [
            *([f"https://sws.geonames.org/{geonames}/"] if geonames else []),
            *([f"https://www.wikidata.org/entity/{wikidata}"] if wikidata else []),
        ],
    }


def _event(event: Thing, lang: Language, view: View) -> Linked | None:
    status = _STATUS.get(event["status"])
    if status is None:
        return None
    known = {name: event[name] for name in ("begin", "end") if name not in event["evidence"]}
    mode = _MODE.get(event["mode"] or "") if "mode" not in event["evidence"] else None
    hosts = [_town(one, lang, view) for one in event["towns"] if one["role"] in ("host", "place")]
    place = {"@type": "Place", "name": event["place"]} if event["place"] else hosts[0] if hosts else None
    return {
        "@type": "Event",
        "@id": _page(view, "events", event["id"]),
        "name": say.words(event["title"], lang),
        "startDate": known.get("begin"),
        "endDate": known.get("end"),
        "eventStatus": f"{_CONTEXT}/{status}",
        "eventAttendanceMode": f"{_CONTEXT}/{mode}EventAttendanceMode" if mode else None,
        "location": place,
        "organizer": [
            _organisation(one, lang, view) for one in event["organisations"] if one.get("role") in ("organiser", "host")
        ],
    }


def _organisation(one: Thing, lang: Language, view: View) -> Linked:
    return _present(
        {
            "@type": "Organization",
            "@id": _page(view, "organisations", one["id"]),
            "name": say.words(one["name"], lang),
            "sameAs": one.get("url"),
        }
    )


def _ring(ring: Thing, lang: Language, view: View) -> Linked:
    return {
        "@type": "Organization",
        "@id": _page(view, "rings", ring["id"]),
        "name": ring["name"],
        "foundingDate": ring["founded"] if "founded" not in ring["evidence"] else None,
        "dissolutionDate": ring["ended"] if "ended" not in ring["evidence"] else None,
        "member": [_town(one, lang, view) for one in ring["members"] if one["status"] != "ended" and not one["until"]],
    }


def _person(person: Thing, lang: Language, view: View) -> Linked:
    return {
        "@type": "Person",
        "@id": _page(view, "people", person["id"]),
        "name": person["name"],
        "jobTitle": say.words(person["office"], lang) if "office" not in person["evidence"] else None,
    }


def _source(source: Thing, lang: Language, view: View) -> Linked:
    return {
        "@type": "CreativeWork",
        "@id": _page(view, "sources", source["id"]),
        "name": source["title"],
        "sameAs": source["url"],
        "publisher": {"@type": "Organization", "name": source["publisher"]} if source["publisher"] else None,
        "datePublished": source["date"] if "date" not in (source["evidence"] or {}) else None,
        "license": source["licence"],
        "inLanguage": source["language"],
    }


def _country(land: Thing, lang: Language, view: View) -> Linked:
    return (_land(land["id"], lang) or {}) | {"@id": _page(view, "countries", land["id"])}


def _site(about: Thing, lang: Language, view: View) -> Linked:
    """The site as a collection of data that one may take away; `about` has its `description`."""
    files = {"application/x-ndjson": "/data/facts.ndjson"}
    return {
        "@type": "Dataset",
        "@id": view.address("/"),
        "name": "citynet",
        "description": about["description"],
        "version": view.data_version,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": view.address(path)}
            for media, path in files.items()
        ],
    }


_MAKERS = {
    "city": _city,
    "event": _event,
    "ring": _ring,
    "organisation": _organisation,
    "person": _person,
    "source": _source,
    "country": _country,
    "site": _site,
}
