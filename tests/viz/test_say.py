"""How values are written for people, in German and English."""

import pytest

from graph.texts import Language
from viz import say


@pytest.mark.parametrize(
    ("value", "lang", "words"),
    [
        ("1988-04-13", "de", "13. April 1988"),
        ("1988-04-13", "en", "13 April 1988"),
        ("2020-10", "de", "Oktober 2020"),
        ("2020-10", "en", "October 2020"),
        ("0836", "de", "0836"),
        ("1956", "en", "1956"),
        (None, "de", ""),
    ],
)
def test_a_partial_date_is_written_as_precisely_as_it_is_known(value: str | None, lang: Language, words: str) -> None:
    assert say.partial_date(value, lang) == words


@pytest.mark.parametrize(
    ("value", "lang", "words"),
    [(25917, "de", "25.917"), (25917, "en", "25,917"), (0.1114, "de", "0,11"), (None, "de", "")],
)
def test_numbers_have_the_separators_of_the_language(value: float | None, lang: Language, words: str) -> None:
    assert say.number(value, lang) == words


@pytest.mark.parametrize(
    ("km", "words"), [(859.6, "860 km"), (4.04, "4 km"), (9.95, "9,9 km"), (1715.5, "1.716 km"), (0, "0 km")]
)
def test_distances_are_rounded_to_what_a_reader_needs(km: float, words: str) -> None:
    assert say.distance(km, "de").replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("code", "lang", "name"),
    [("CZ", "de", "Tschechien"), ("CZ", "en", "Czechia"), ("XK", "de", "Kosovo"), ("Atlantis", "de", "Atlantis")],
)
def test_countries_are_named_and_unknown_ones_stay_as_written(code: str, lang: Language, name: str) -> None:
    assert say.country(code, lang) == name


@pytest.mark.parametrize(
    ("words", "lang", "text", "language"),
    [
        ({"de": "Treffen", "en": "meeting"}, "en", "meeting", "en"),
        ({"und": "Tour de Ring", "de": "Ringfahrt"}, "en", "Tour de Ring", "und"),
        ({"de": "Treffen"}, "en", "Treffen", "de"),
        ("Treffen", "en", "Treffen", None),
        (None, "en", "", None),
    ],
)
def test_a_text_is_shown_in_the_pages_language_or_says_which_it_is(
    words: dict[str, str] | str | None, lang: Language, text: str, language: str | None
) -> None:
    assert (say.words(words, lang), say.language_of(words, lang)) == (text, language)


def test_a_value_that_the_vocabulary_does_not_know_is_shown_as_it_is() -> None:
    assert say.label("kind", "friendship", "de") == "Freundschaft"
    assert say.label("kind", "cousinship", "de") == "cousinship"


def test_events_stand_by_year_latest_first_and_undated_ones_last() -> None:
    events = [{"begin": None, "end": None}, {"begin": "1956"}, {"begin": "2021-01-28"}, {"begin": None, "end": "2021"}]
    assert [(year, len(group)) for year, group in say.by_year(events)] == [("2021", 2), ("1956", 1), (None, 1)]


def test_a_column_about_ends_is_shown_only_where_something_ended() -> None:
    columns = [{"name": "name"}, {"name": "since"}, {"name": "until"}, {"name": "status"}]
    rows = [{"name": "Spa", "since": None, "until": None, "status": None}, {"name": "Chur", "status": "ended"}]
    assert [one["name"] for one in say.used_columns(rows[:1], columns)] == ["name", "since"]
    assert [one["name"] for one in say.used_columns(rows, columns)] == ["name", "since", "status"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Krefeld", "Krefeld"),
        ("Łódź – Mitte", "Łódź – Mitte"),
        ("القاهرة", "\u2068القاهرة\u2069"),
        ("\u202eEvil", "\u2068Evil\u2069"),
        ("a\u2069b", "\u2068ab\u2069"),
    ],
)
def test_a_name_that_could_turn_the_writing_is_closed_off(name: str, shown: str) -> None:
    assert say.isolated(name) == shown
