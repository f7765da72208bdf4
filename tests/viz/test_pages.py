"""Pages: they render from their shapes in both languages, escape what they show, and keep the security policy."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import UndefinedError

from graph.texts import LANGUAGES, Language
from tests.viz import samples
from viz.pages import TEMPLATES, View, json_block, render
from viz.statements import described


class Page(HTMLParser):
    """What a browser would make of a page: its elements with attributes, its text, its ids."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, tag: str, attribute: str) -> list[str]:
        return [found[attribute] or "" for name, found in self.elements if name == tag and attribute in found]


def page(template: str, lang: Language = "de", context: dict[str, Any] | None = None, **view: Any) -> Page:
    html = render(template, lang=lang, view=View(**view), **(samples.PAGES[template] if context is None else context))
    return Page(html)


def test_every_page_has_a_sample() -> None:
    # These have tests of their own.
    elsewhere = {
        "network.html",
        "network_file.html",
        "chart_file.html",
        "network_choose.html",
        "review.html",
        "review_reports.html",
        "preview.html",
        "published_search.html",
        "published_start.html",
    }
    elsewhere |= {"add.html", "add_fact.html", "add_file.html", "add_loads.html", "add_merge.html"}
    pages = {path.name for path in TEMPLATES.glob("[!_]*.html")}
    assert pages - elsewhere == set(samples.PAGES)


WORDLESS = frozenset(("map.html", "about.html", "countries.html", "figures.html"))
"""Pages that show no text of a source."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("template", samples.PAGES)
def test_a_page_has_its_language_one_title_one_main_and_one_first_heading(template: str, lang: Language) -> None:
    found = page(template, lang)
    tags = [tag for tag, _ in found.elements]
    assert found.values("html", "lang") == [lang]
    assert (tags.count("title"), tags.count("main"), tags.count("h1")) == (1, 1, 1)


@pytest.mark.parametrize("template", samples.PAGES)
def test_no_page_has_inline_script_handlers_or_addresses_of_another_host(template: str) -> None:
    found = page(template)
    for tag, attributes in found.elements:
        assert not [name for name in attributes if name.startswith("on")], f"{tag} has an inline handler"
        if tag == "script":
            data = attributes.get("type") in ("application/json", "application/ld+json")
            assert data or (attributes.get("src") or "").startswith("/static/")
    loaded = [*found.values("link", "href"), *found.values("script", "src"), *found.values("img", "src")]
    assert [address for address in loaded if not address.startswith("/")] == []


@pytest.mark.parametrize("template", samples.PAGES)
def test_ids_of_a_page_are_unique_and_labels_lead_to_fields(template: str) -> None:
    found = page(template)
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    led_to = {
        *found.values("label", "for"),
        *(one for value in found.values("input", "aria-describedby") for one in [value]),
    }
    assert led_to <= set(ids)


@pytest.mark.parametrize("template", samples.PAGES)
def test_hostile_texts_change_nothing_but_text(template: str) -> None:
    plain, evil = page(template), page(template, context=samples.hostile(samples.PAGES[template]))
    names = [tag for tag, _ in plain.elements]
    assert [tag for tag, _ in evil.elements] == names
    assert [sorted(found) for _, found in evil.elements] == [sorted(found) for _, found in plain.elements]
    assert "{{ 7 * 7 }}" in evil.text or template in WORDLESS


@pytest.mark.parametrize("template", [one for one in samples.PAGES if one not in WORDLESS])
def test_hostile_texts_are_shown_as_they_are(template: str) -> None:
    assert samples.HOSTILE in page(template, context=samples.hostile(samples.PAGES[template])).text


def test_an_address_that_is_not_of_the_web_never_becomes_a_link() -> None:
    source = samples.copied(samples.WHOLE_SOURCE) | {"url": "javascript:alert(1)"}
    found = page("source.html", context={"source": source})
    assert not [address for address in found.values("a", "href") if address.startswith("javascript")]


def test_ids_in_addresses_are_quoted() -> None:
    ring = samples.copied(samples.RING) | {
        "id": 'a/../b?c#d"é',
        "kind": "ring",
        "founded": None,
        "members": 0,
        "countries": 0,
    }
    assert "/rings/a%2F..%2Fb%3Fc%23d%22%C3%A9" in page("rings.html", context={"rings": [ring]}).values("a", "href")


def test_missing_data_is_an_error_and_not_an_empty_page() -> None:
    city = samples.copied(samples.CITY)
    del city["partners"]
    with pytest.raises(UndefinedError):
        page("city.html", context=samples.PAGES["city.html"] | {"city": city})


def test_the_town_page_counts_bilateral_and_ring_partners_apart() -> None:
    text = " ".join(page("city.html").text.split())
    assert "3 Partner" in text
    assert "Einer bilateral; 2 über einen Ring" in text


def test_what_is_inferred_is_marked_with_its_evidence_and_what_is_unknown_says_so() -> None:
    event = " ".join(page("event.html").text.split())
    assert "Erschlossen: the ring's 65th year after 1956" in event
    assert "nicht erfasst" in " ".join(page("city.html").text.split())


def test_about_forty_people_and_a_replaced_meeting_are_told_in_both_languages() -> None:
    german, english = (" ".join(page("event.html", lang).text.split()) for lang in LANGUAGES)
    assert "etwa 40: Engagierte" in german
    assert "about 40: Engagierte" in english
    assert "ersetzt" in german
    assert "replaced" in english


def test_a_text_in_another_language_than_the_page_says_which() -> None:
    foreign = [
        found.get("lang") for tag, found in page("event.html", "en").elements if tag == "span" and "lang" in found
    ]
    assert "de" in foreign


def test_an_ambiguous_town_is_one_click_for_each_town_that_the_name_fits() -> None:
    found = page("error.html")
    assert "/ask/partners?city=gn2639577" in found.values("a", "href")
    assert "England, Vereinigtes Königreich · 318.014 Menschen" in " ".join(found.text.split())


def test_the_language_that_was_asked_for_is_carried_by_links_and_forms() -> None:
    found = page("city.html", "en", path="/cities/gn2953436", query=(("lang", "en"),), lang_asked="en")
    assert "/rings/ring-hg?lang=en" in found.values("a", "href")
    assert "/cities/gn2953436?lang=de" in found.values("a", "href")
    assert ("lang", "en") in [
        (field.get("name"), field.get("value")) for tag, field in found.elements if tag == "input"
    ]


def test_an_embed_shows_the_picture_without_the_page_around_it() -> None:
    tags = {tag for tag, _ in page("map.html", embed=True).elements}
    assert not tags & {"header", "nav", "footer"}


def test_the_address_that_others_see_is_the_public_one() -> None:
    found = page("city.html", path="/cities/gn1", public_url="https://staedte.example/netz/")
    assert "https://staedte.example/netz/cities/gn1?lang=en" in found.values("link", "href")


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "]]>", "a & b", "\u2028"])
def test_a_json_block_cannot_be_left_and_gives_back_what_was_put_in(text: str) -> None:
    block = json_block({"name": text})
    assert not set("<>&") & set(block)
    assert json.loads(block) == {"name": text}


def test_the_cypher_is_on_the_page_to_be_looked_at() -> None:
    assert samples.ANSWER["cypher"] in page("ask.html").text


def test_every_field_of_a_source_can_be_read_back_on_its_page() -> None:
    text = " ".join(page("source.html").text.split())
    for statement in samples.STATEMENTS[1:]:
        for field in described(statement, "de").fields:
            if field.name not in {"ref", "ring"}:  # told by standing with its event or ring
                assert all(value.text in text for value in field.values)


def test_fields_of_every_form_are_tied_to_their_help() -> None:
    plain = {"label": "L", "required": False, "choices": [{"value": "a", "label": "A"}], "value": None, "help": "H"}
    kinds = {"one": ("choice", False), "several": ("choice", True), "yes": ("bool", False), "word": ("text", False)}
    fields = [plain | {"name": name, "type": type_, "multiple": many} for name, (type_, many) in kinds.items()]
    found = page("ask.html", context=samples.PAGES["ask.html"] | {"fields": fields})
    led_to = {attributes.get("aria-describedby") for _, attributes in found.elements}
    assert {f"h-{name}" for name in kinds} <= led_to
