"""Which value shows: the rules of the architecture, one test each."""

from __future__ import annotations

import pytest

from graph.statements.merging import Voice, merge


def voice(source: str, rank: int = 5, date: str = "", **content: object) -> Voice:
    return Voice(f"id-{source}", source, content, rank, date)


@pytest.mark.parametrize(
    ("voices", "shown"),
    [
        ([voice("a", kind=None), voice("b", kind="contact")], "contact"),
        ([voice("a", rank=5, kind="contact"), voice("b", rank=1, kind="friendship")], "friendship"),
        ([voice("a", date="2020", kind="contact"), voice("b", date="2021-05", kind="friendship")], "friendship"),
        ([voice("a", kind="contact"), voice("b", date="1990", kind="friendship")], "friendship"),
        ([voice("b", kind="contact"), voice("a", kind="friendship")], "friendship"),
    ],
    ids=["empty says nothing", "better rank", "newer source", "dated before undated source", "source id"],
)
def test_the_rule_that_decides(voices: list[Voice], shown: str) -> None:
    assert merge(voices).values["kind"] == shown


def test_a_year_and_a_day_of_it_agree_and_the_day_shows() -> None:
    merged = merge([voice("a", rank=1, since="1988"), voice("b", rank=9, since="1988-04-13")])
    assert (merged.values["since"], merged.conflicts) == ("1988-04-13", [])


def test_two_years_are_a_conflict() -> None:
    assert merge([voice("a", since="1988"), voice("b", since="1989")]).conflicts == ["since"]


def test_lists_add_up_without_doubles() -> None:
    merged = merge([voice("a", names=["Köln", "Cologne"]), voice("b", names=["Cologne", "Keulen"])])
    assert (merged.values["names"], merged.conflicts) == (["Köln", "Cologne", "Keulen"], [])


def test_the_reason_of_an_inferred_value_goes_with_the_value() -> None:
    inferred = voice("a", rank=1, begin="2021", evidence={"begin": "65 years after 1956"})
    stated = voice("b", rank=2, begin="2020")
    assert merge([inferred, stated]).evidence == {"begin": "65 years after 1956"}
    assert merge([voice("a", rank=3, begin="2021", evidence={"begin": "x"}), stated]).evidence == {}


def test_words_in_different_languages_are_joined() -> None:
    merged = merge([voice("a", title={"de": "Treffen"}), voice("b", title={"en": "Meeting", "de": "Treffen"})])
    assert (merged.values["title"], merged.conflicts) == ({"de": "Treffen", "en": "Meeting"}, [])


def test_words_of_who_says_something_else_are_not_joined() -> None:
    merged = merge([voice("a", title={"de": "Treffen"}), voice("b", title={"en": "Fair", "de": "Messe"})])
    assert (merged.values["title"], merged.conflicts) == ({"de": "Treffen"}, ["title"])


def test_two_who_say_something_else_in_a_language_that_the_first_lacks_are_a_conflict() -> None:
    said = [voice("a", title={"de": "Treffen"}), voice("b", title={"en": "Meeting"}), voice("c", title={"en": "Fair"})]
    merged = merge(said)
    assert (merged.values["title"], merged.conflicts) == ({"de": "Treffen", "en": "Meeting"}, ["title"])
