"""Maps and networks for print, from what was asked to the file."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from babel.lists import format_list

from graph.cypher import Bound
from graph.database import Answer, Row
from graph.texts import Language, text
from graph.things.printed import printed
from viz import say
from viz.network import NetworkData

if TYPE_CHECKING:
    from viz.printing.map import MapPicture

Format = Literal["svg", "pdf", "png"]
MEDIA: dict[Format, str] = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
"""Kinds of files that a picture can be had as."""


_CREDITED, _MOST_CREDITED = 2, 8
"""Sources of the map that are named in any case, and those among which a licence has one named."""


def credited(sources: Sequence[Row]) -> tuple[list[Row], int]:
    """The sources that a map names, of those that say most first, and how many more there are."""
    named = [
        one for place, one in enumerate(sources) if place < _CREDITED or (one["licence"] and place < _MOST_CREDITED)
    ]
    return named, len(sources) - len(named)


def map_read(raw: Mapping[str, Any]) -> Generator[Bound, Answer, dict[str, Any]]:
    """What the map shows; parameters as the address of the map has them, those for the screen alone left out."""
    return (yield from printed({name: value for name, value in raw.items() if name not in ("embed", "lang", "theme")}))


def map_file(read: Mapping[str, Any], format_: Format, language: Language, address: str) -> bytes:
    """The map as SVG, PDF or PNG; `address` is where it can be seen on screen."""
    from viz.printing.map import draw

    return draw(_picture(read, language, address), format_)


def map_card(read: Mapping[str, Any], format_: Literal["png", "webp"], language: Language) -> bytes:
    """The map in 1200 by 630 pixels: as PNG with a title for where links are shared, as WebP without."""
    from viz.printing.map import draw_card

    return draw_card(_picture(read, language, ""), format_)


def _picture(read: Mapping[str, Any], language: Language, address: str) -> MapPicture:
    from viz.printing.map import picture_of, subtitle
    from viz.printing.sheet import Words

    view = _view(read["parameters"].get("at"))
    words = Words(
        title(read, language),
        subtitle(read, language, view),
        read["sources"],
        read["data_version"],
        date.today().isoformat(),
        address,
        language,
    )
    return picture_of(read, words, view)


def network_print(data: NetworkData, format_: Format, language: Language, data_version: str, address: str) -> bytes:
    """A network as SVG, PDF or PNG; `address` is where it can be seen on screen."""
    from viz.printing.network import draw
    from viz.printing.sheet import Words

    today = date.today().isoformat()
    words = Words(data.title, data.subtitle, data.sources, data_version, today, address, language, ground=False)
    return draw(data, words, format_)


def _view(at: str | None) -> tuple[float, float, float] | None:
    if at is None:
        return None
    zoom, lat, lon = map(float, at.split("/"))
    return zoom, lat, lon


def title(read: Mapping[str, Any], language: Language) -> str:
    """What is seen: 'Krefeld and its partner towns'."""
    asked, towns = read["parameters"], read["towns"]
    names = [say.town(towns[id_], language) for id_ in read["chosen"] if id_ in towns]
    if names:
        key = "print.title_town" if len(names) == 1 else "print.title_towns"
        return text(key, language, names=format_list(names, locale=language))
    if ring := read["rings"].get(asked.get("ring")):
        return str(ring["name"])
    if asked.get("country"):
        here = asked.get("region") or say.country(asked["country"], language)
        if other := asked.get("partner_country"):
            return text("print.title_pair", language, country=here, partner_country=say.country(other, language))
        return text("print.title_country", language, country=here)
    return text("print.title_all", language)
