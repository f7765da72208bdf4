"""Forms of questions: what was asked for stands in them in words that are understood again."""

from __future__ import annotations

import pytest
from babel import Locale

from api.forms import fields_of
from graph.countries import country_code
from graph.questions import question
from graph.texts import LANGUAGES, Language

CODES = sorted(code for code in Locale("en").territories if len(code) == 2 and country_code(code) == code)


def country_in_the_form(given: str, language: Language) -> str:
    fields = fields_of(question("links"), {"country": [given]}, language)
    return str(next(field["value"] for field in fields if field["name"] == "country"))


@pytest.mark.parametrize(("language", "name"), [("de", "Deutschland"), ("en", "Germany")])
@pytest.mark.parametrize("given", ["DE", "de", "Deutschland", "Germany"])
def test_a_country_stands_in_the_form_by_its_name(given: str, language: Language, name: str) -> None:
    assert country_in_the_form(given, language) == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_the_form_is_the_country_that_was_asked_for(language: Language) -> None:
    assert len(CODES) > 200
    assert [code for code in CODES if country_code(country_in_the_form(code, language)) != code] == []


def test_what_is_no_country_stays_as_it_was_typed() -> None:
    assert country_in_the_form("Nirgendland", "de") == "Nirgendland"
