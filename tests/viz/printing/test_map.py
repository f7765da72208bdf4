"""The printed map: what stands in the file itself, as text, the same bytes each time, whatever names hold."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from tests.viz.samples import HOSTILE
from viz.printing.map import MapPicture, _ground, draw, picture_of, seen, subtitle
from viz.printing.sheet import Words, shown

SVG = "{http://www.w3.org/2000/svg}"


def town(id_: str, name: str, lat: float, lon: float, partners: int = 1) -> tuple[str, dict[str, Any]]:
    return id_, {"id": id_, "name": name, "country": "DE", "lat": lat, "lon": lon, "partners": partners}


def link(a: str, b: str, *, bilateral: bool = True, rings: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"a": a, "b": b, "kind": None, "status": None, "since": "1988" if bilateral else None,
            "bilateral": bilateral, "rings": list(rings), "sources": ["s"]}  # fmt: skip


def read(**more: Any) -> dict[str, Any]:
    return {
        "parameters": {},
        "links": [link("a", "b"), link("a", "c", bilateral=False, rings=("r",)), link("b", "d")],
        "towns": dict((town("a", "Krefeld", 51.3, 6.6, 2), town("b", "Leicester", 52.6, -1.1, 2),
                       town("c", "Chur", 46.8, 9.5), town("d", "Chongqing", 29.6, 106.5))),
        "rings": {"r": {"id": "r", "name": "A ring", "kind": "ring"}},
        "sources": [{"id": "s", "title": "A list", "url": None, "licence": "CC BY-SA 4.0", "said": 3}],
        "chosen": [],
        "members": [],
        "events": [{"id": "a", "lat": 51.3, "lon": 6.6, "count": 2}],
        "data_version": "abcdef0123456789",
    } | more  # fmt: skip


def words(said: dict[str, Any], title: str = "Town partnerships") -> Words:
    return Words(title, subtitle(said, "en"), said["sources"], said["data_version"], "2026-11-22",
                 "https://example.org/map?country=DE", "en")  # fmt: skip


def svg(said: dict[str, Any], **more: Any) -> ET.Element:
    root: ET.Element = fromstring(draw(picture_of(said, words(said, **more), None), "svg"))
    return root


def texts(root: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def test_names_counts_sources_version_and_address_stand_in_the_file_as_text() -> None:
    said = " ".join(texts(svg(read())))
    counted = (
        "3 pairs of partner towns",
        "2 bilateral partnerships",
        "1 pair only via a ring",
        "1 ring",
        "place of events",
    )
    named = ("Town partnerships", "Krefeld", "Chongqing", "A list (CC BY-SA 4.0)", "Natural Earth")
    of_when = ("abcdef012345", "22 November 2026", "https://example.org/map?country=DE")
    for expected in (*counted, *named, *of_when):
        assert expected in said


def test_a_screen_reader_finds_title_and_description() -> None:
    root = svg(read())
    assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", "Town partnerships")
    assert "3 pairs" in str(root.findtext(f"{SVG}desc"))


@pytest.mark.parametrize("format_", ["svg", "pdf", "png"])
def test_the_same_map_is_the_same_file(format_: Any) -> None:
    said = read()
    assert draw(picture_of(said, words(said), None), format_) == draw(picture_of(said, words(said), None), format_)


def test_a_png_is_large_enough_for_print() -> None:
    said = read()
    with Image.open(io.BytesIO(draw(picture_of(said, words(said), None), "png"))) as image:
        assert image.size == (3507, 2480)
        assert "A list" in image.info["Description"]


def test_a_pdf_holds_its_fonts_as_fonts_and_names_itself() -> None:
    said = read()
    made = draw(picture_of(said, words(said), None), "pdf")
    assert b"/Title (Town partnerships)" in made
    assert b"/Type3" not in made


def test_hostile_names_are_text() -> None:
    said = read(towns=dict(town(id_, f"{HOSTILE} $x^2$", 50 + i, 8.0 + i) for i, id_ in enumerate("abcd")))
    root = svg(said, title=HOSTILE)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} & {"script", "image", "foreignObject", "a"} == set()
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert any("<script>" in one and "$x^2$" in one for one in texts(root))


def test_other_writings_are_told_in_latin_letters() -> None:
    assert shown("重庆 Łódź") == "ZhongQing Łódź"


def test_what_chosen_towns_share_stands_out() -> None:
    said = read(links=[link("a", "c"), link("b", "c"), link("a", "d")], chosen=["a", "b"])
    picture = picture_of(said, words(said), None)
    assert [(one.a, one.b) for one in picture.links if not one.faint] == [("a", "c"), ("b", "c")]
    assert {id_ for id_, one in picture.towns.items() if one.strong} == {"a", "b"}


def test_a_part_of_the_map_counts_what_it_shows() -> None:
    said = read()
    view = (6.0, 51.5, 4.0)
    picture = picture_of(said, words(said), view)
    assert [(one.a, one.b) for one in seen(picture, _ground(picture)).links] == [("a", "b"), ("a", "c"), ("b", "d")]
    far = (6.0, 29.6, 106.5)
    picture = picture_of(said, words(said), far)
    assert [(one.a, one.b) for one in seen(picture, _ground(picture)).links] == [("b", "d")]
    assert subtitle(said, "en", far).startswith("1 pair of partner towns")


def test_a_map_of_nothing_says_so() -> None:
    said = read(links=[], towns={}, rings={}, sources=[], events=[])
    assert isinstance(picture_of(said, words(said), None), MapPicture)
    assert "0 pairs of partner towns" in " ".join(texts(svg(said)))


def test_pairs_without_a_place_are_counted_and_said_to_be_missing() -> None:
    said = read(links=[link("a", "b"), link("a", "nowhere")])
    text = " ".join(texts(svg(said)))
    assert "2 pairs of partner towns" in text
    assert "1 of them is not drawn, for coordinates are missing." in text
    assert "1 bilateral partnership" in text
