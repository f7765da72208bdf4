from __future__ import annotations

import pytest

from graph.model import LinkContent, Mention
from loaders.values import RowError, check_pair, check_period, clean, iso_date, number, whole, yes_or_no


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("1964", "1964"),
        ("13.04.1988", "1988-04-13"),
        ("3.4.1988", "1988-04-03"),
        ("1988-04-13", "1988-04-13"),
        ("1988-4-3", "1988-04-03"),
        ("1988-04", "1988-04"),
        ("04/1988", "1988-04"),
        ("4.1988", "1988-04"),
        ("1988/04/13", "1988-04-13"),
        ("13/04/1988", "1988-04-13"),
        ("04/13/1988", "1988-04-13"),
        ("05/05/1988", "1988-05-05"),
        ("April 1988", "1988-04"),
        ("13. April 1988", "1988-04-13"),
        ("1. März 1990", "1990-03-01"),
        ("13 Oct 1988", "1988-10-13"),
        ("October 3, 1990", "1990-10-03"),
        ("1988-04-13T00:00:00Z", "1988-04-13"),
        ("1988-04-13 12:30:00", "1988-04-13"),
    ],
)
def test_dates_as_people_write_them(written: str, iso: str) -> None:
    assert iso_date(written) == iso


@pytest.mark.parametrize(
    "written", ["19988", "88", "13.04.88", "04/05/1988", "seit 1964", "1964?", "Mai", "5. Foo 1990"]
)
def test_dates_that_say_nothing_certain_are_refused(written: str) -> None:
    with pytest.raises(RowError):
        iso_date(written)


@pytest.mark.parametrize(
    ("written", "value"), [("51.22", 51.22), ("51,22", 51.22), ("-3", -3.0), ("−3,5", -3.5), ("51.2°", 51.2)]
)
def test_numbers_with_point_or_comma(written: str, value: float) -> None:
    assert number(written) == value


@pytest.mark.parametrize("written", ["nan", "inf", "1_0", "1,2,3", "", "5 km", "1e5"])
def test_what_is_no_number(written: str) -> None:
    with pytest.raises(RowError):
        number(written)


@pytest.mark.parametrize(
    ("written", "value"), [("1200", 1200), ("12.345", 12345), ("1 234 567", 1234567), ("37.000", 37000), ("5.0", 5)]
)
def test_whole_numbers_with_groups_of_three(written: str, value: int) -> None:
    assert whole(written) == value


@pytest.mark.parametrize(
    ("written", "value"), [("yes", True), ("Ja", True), ("x", True), ("NEIN", False), ("0", False)]
)
def test_yes_and_no(written: str, value: bool) -> None:
    assert yes_or_no(written) is value


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Bad   Homburg ", "Bad Homburg"),
        ("Ko\u0308ln", "Köln"),
        ("Bad\u00a0Homburg", "Bad Homburg"),
        ("Kre\u00adfeld\u200b", "Krefeld"),
        ("\ufeffKrefeld", "Krefeld"),
        ("Москва (Moscow)", "Москва (Moscow)"),
        ("SÃO PAULO", "SÃO PAULO"),
        ("Nərimanov", "Nərimanov"),
        ("Istočno Sarajevo – Pale", "Istočno Sarajevo – Pale"),
        ("میان‌دوآب", "میان‌دوآب"),
    ],
)
def test_text_is_cleaned_and_no_more(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("begin", "end"), [("1988", "1988"), ("1988-04-13", "1988"), ("1988", "1988-01"), (None, "1900"), ("1988", None)]
)
def test_periods_that_may_be(begin: str | None, end: str | None) -> None:
    check_period(begin, end)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Mention(name="Córdoba", country="AR"), Mention(name="Córdoba", country="ES")),
        (
            Mention(name="Neustadt", country="DE", region="Bayern"),
            Mention(name="Neustadt", country="DE", region="Hessen"),
        ),
        (
            Mention(name="Neustadt", country="DE", lat=49.3, lon=8.1),
            Mention(name="Neustadt", country="DE", lat=54.1, lon=10.8),
        ),
        (Mention(name="Reading"), Mention(name="Reading", country="US")),
    ],
    ids=["countries", "regions", "far apart", "country not known"],
)
def test_two_towns_of_one_name_are_a_pair(a: Mention, b: Mention) -> None:
    check_pair(LinkContent(a=a, b=b))
