"""Charts as files: texts as text, the same bytes each time, light and dark, whatever names hold."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from tests.viz.charts.chart_samples import ANSWERS, made, partner, town
from tests.viz.samples import HOSTILE
from viz.charts.alone import page_file
from viz.charts.base import Chart
from viz.charts.files import print_file, screen_svg
from viz.charts.registry import CHARTS
from viz.charts.shape import SCREENS, height
from viz.printing.sheet import Words

SVG = "{http://www.w3.org/2000/svg}"
SOURCES = [{"id": "s", "title": "A list", "licence": "CC BY-SA 4.0"}]


def words(chart: Chart, language: Any = "en") -> Words:
    return Words(chart.title, chart.subtitle, SOURCES, "abcdef0123456789", "2026-11-22",
                 "https://example.org/charts/growth.svg?country=DE", language, ground=False)  # fmt: skip


def texts(svg: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", CHARTS)
def test_the_file_tells_all_as_text(name: str) -> None:
    found = made(name)
    said = " ".join(texts(print_file(found, words(found), "svg")))
    for part in (*found.title.split(), *found.subtitle.split()):
        assert part in said
    for part in ("A list (CC BY-SA 4.0)", "abcdef012345", "22 November 2026", "https://example.org/charts/growth.svg"):
        assert part in said
    assert "Natural Earth" not in said


def test_the_numbers_and_names_of_the_rows_stand_in_the_drawing() -> None:
    for screen in SCREENS:
        said = texts(screen_svg(made("top-towns", language="de"), "de", screen))
        assert [one for one in ("1.200", "7", "Aa, Deutschland", "Bb, Frankreich", "Cc") if one not in said] == []
        said = texts(screen_svg(made("foundings", language="de"), "de", screen))
        assert {"1950er", "2020er", "5", "3", "2"} <= set(said)
        assert "Beginn bekannt: 10 von 40 (25 %)" in [one.replace("\u00a0", " ") for one in said]


@pytest.mark.parametrize("format_", ["svg", "pdf", "png"])
@pytest.mark.parametrize("name", ["foundings", "country-matrix", "town-timeline"])
def test_the_same_chart_is_the_same_file(name: str, format_: Any) -> None:
    found = made(name)
    assert print_file(found, words(found), format_) == print_file(found, words(found), format_)


@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_for_a_page_has_the_size_that_the_page_was_told(name: str) -> None:
    found = made(name)
    assert found.plot is not None
    for screen, on in SCREENS.items():
        root = fromstring(screen_svg(found, "en", screen))
        box = [float(one) for one in root.get("viewBox").split()]
        assert box == pytest.approx([0, 0, on.width, height(found.plot, on)], abs=0.01)


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_is_too_small_for_a_phone_or_outside_the_drawing(name: str) -> None:
    for screen, on in SCREENS.items():
        for one in fromstring(screen_svg(made(name), "en", screen)).iter(f"{SVG}text"):
            said = dict(part.split(": ", 1) for part in (one.get("style") or "").split("; "))
            size = float((said.get("font-size") or said["font"].split("px")[0].split()[-1]).removesuffix("px"))
            assert size >= 12
            assert 0 <= float(one.get("x")) <= on.width


def test_a_drawing_for_a_page_follows_light_and_dark() -> None:
    svg = screen_svg(made("country-matrix"), "en", "wide").decode()
    assert "prefers-color-scheme:dark" in svg
    assert "fill: var(--accent)" in svg
    assert "fill: #005f99" not in svg
    assert "<image" not in svg


def test_a_png_is_large_enough_for_print_and_a_pdf_holds_its_fonts() -> None:
    found = made("growth")
    with Image.open(io.BytesIO(print_file(found, words(found), "png"))) as image:
        assert image.width == pytest.approx(170 / 25.4 * 300, abs=2)
        assert "A list" in image.info["Description"]
    pdf = print_file(found, words(found), "pdf")
    assert b"/Type3" not in pdf
    assert b"/TrueType" in pdf or b"/CIDFontType2" in pdf


@pytest.mark.parametrize("screen", [None, "wide", "narrow"])
def test_hostile_names_are_text(screen: Any) -> None:
    charts = [
        made("top-towns", {"towns": [town(f"{HOSTILE} $x^2$", 3), town("Bb", 2)]}),
        made("town-countries", {"partners": [partner("Lyon", HOSTILE), partner("Metz", "FR")]}, town=HOSTILE),
        made("town-timeline", {"partners": [partner(HOSTILE, "FR", "1960")], "events": []}, town=HOSTILE),
    ]
    for found in charts:
        made_of_it = screen_svg(found, "en", screen) if screen else print_file(found, words(found), "svg")
        root: ET.Element = fromstring(made_of_it)
        assert {one.tag.removeprefix(SVG) for one in root.iter()} & {"script", "image", "foreignObject", "a"} == set()
        assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
        assert "<script" in " ".join(texts(made_of_it))


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_to_draw_is_no_blank_sheet(name: str) -> None:
    found = made(name, {part: [] for part in ANSWERS[name]})
    said = " ".join(texts(print_file(found, words(found), "svg")))
    assert found.title.split()[-1] in said
    assert texts(screen_svg(found, "en", "narrow")) == ["Nothing to draw."]


@pytest.mark.parametrize("name", CHARTS)
def test_the_html_file_has_drawing_and_numbers_and_fetches_nothing(name: str) -> None:
    found = made(name)
    page = page_file(found, words(found)).decode()
    assert page.count("data:image/svg+xml;base64,") == 2
    assert page.count("<tr") == len(found.rows) + 1
    assert "A list (CC BY-SA 4.0)" in page
    assert not re.findall(r"""(?:src|href|srcset)="(?!data:)""", page)
    assert "@import" not in page
    assert "url(" not in page


def test_the_html_file_escapes_names() -> None:
    found = made("town-countries", {"partners": [partner("Lyon", HOSTILE), partner("Metz", "FR")]}, town=HOSTILE)
    page = page_file(found, words(found)).decode()
    assert "<script" not in page
    assert "<img src=x" not in page


def test_a_screen_reader_finds_title_and_description() -> None:
    found = made("growth")
    root = fromstring(print_file(found, words(found), "svg"))
    assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", found.title)
    assert "A list" in str(root.findtext(f"{SVG}desc"))


def test_a_dollar_sign_of_a_source_stays_one_wherever_it_is_told() -> None:
    found = made("growth")
    said = Words(found.title, found.subtitle, [{"title": "A $5 list", "licence": None}], "abc", "2026-11-22", "", "en",
                 ground=False)  # fmt: skip
    printed = print_file(found, said, "svg").decode()
    assert "\\$" not in printed
    assert any("A $5 list" in one for one in texts(printed.encode()))
    assert "A $5 list" in page_file(found, said).decode()
