"""From the rows of questions to what charts show: counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import NotFoundError, UsageError
from graph.questions import QUESTIONS
from tests.viz.charts.chart_samples import ANSWERS, event, land, made, partner, town, year
from viz.charts.base import Bars, Columns, Growth, Matrix, Squares, Timeline
from viz.charts.registry import CHARTS, chart
from viz.charts.times import at


def test_there_are_rows_to_test_each_chart_with() -> None:
    assert set(ANSWERS) == set(CHARTS)


@pytest.mark.parametrize("declared", CHARTS.values(), ids=lambda one: one.name)
def test_a_chart_asks_its_questions_only_what_they_take(declared: Any) -> None:
    for place, part in enumerate(declared.parts.values()):
        taken = QUESTIONS[part.question].parameters.model_fields
        asked = {*part.fixed, *part.usual, *(declared.takes if place == 0 else ("city",))}
        assert asked - set(taken) == set()
        assert not set(part.fixed) & set(declared.takes)


def test_decades_count_what_began_in_them_and_none_is_left_out() -> None:
    found = made("foundings")
    assert [row[0] for row in found.rows] == [1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020]
    assert {row[0]: row[2] for row in found.rows if row[2]} == {1950: 2, 1960: 5, 1990: 3}
    assert found.rows[-1][1] == 2026
    assert isinstance(found.plot, Columns)
    assert found.plot.known[:2] == (10, 40)
    assert "25%" in found.plot.known[2]
    assert "1960s" in found.title
    assert "30 of 40" in found.subtitle


def test_decades_that_are_level_claim_no_first() -> None:
    level = {"history": [year("1958", 2, 0, 2), year("1963", 2, 0, 4), year("2026", 0, 0, 4)]}
    found = made("foundings", level)
    assert "than in any other" not in found.title
    assert "4 dated links" in found.title
    assert isinstance(found.plot, Columns)
    assert not any(mark.strong for mark in found.plot.marks)
    assert "Not drawn" not in found.subtitle


def test_growth_holds_from_change_to_change_and_tells_when_half_was_there() -> None:
    found = made("growth")
    assert isinstance(found.plot, Growth)
    assert found.plot.points == ((1958, 2), (1963, 6), (1991, 9), (2026, 9))
    assert "stood in 1963" in found.title
    assert [note[:2] for note in found.plot.noted] == [(1963, 6), (2026, 9)]


def test_growth_that_fell_tells_its_peak() -> None:
    fallen = {"history": [year("1958", 20, 0, 20), year("1963", 0, 12, 8), year("2026", 0, 0, 8)]}
    assert made("growth", fallen).title == "Dated links were most in 1958: 20, and are 8 today"


def test_events_stand_in_the_year_of_their_beginning_else_of_their_end() -> None:
    rows = [event("2019-12-30"), event(None, "announced", end="2021-02"), event("2021"), event(None)]
    found = made("events", {"events": rows})
    assert found.rows == ((2019, 1, 0), (2020, 0, 0), (2021, 2, 1))
    assert isinstance(found.plot, Squares)
    assert "1 of 4" in found.subtitle


def test_an_event_without_a_status_counts_as_held() -> None:
    rows = [event("2019"), event("2019", None), event("2019", "cancelled")]
    assert made("events", {"events": rows}).rows == ((2019, 3, 1),)


def test_many_events_become_bars() -> None:
    found = made("events", {"events": [event("2019")] * 40 + [event("2021", "proposed")] * 3})
    assert isinstance(found.plot, Bars)
    assert [(mark.label, mark.value, mark.second) for mark in found.plot.marks] == [("2019", 40, 0), ("2021", 3, 3)]


def test_a_matrix_is_the_same_from_both_sides_and_its_countries_by_their_links() -> None:
    plot = made("country-matrix").plot
    assert isinstance(plot, Matrix)
    assert [code for code, _ in plot.names] == ["DE", "FR", "PL"]
    assert {key: count for key, (count, _) in plot.cells.items()} == {
        (0, 1): 9, (1, 0): 9, (0, 0): 4, (1, 2): 3, (2, 1): 3
    }  # fmt: skip
    assert made("country-matrix").title.startswith("Germany and France lead: 9")


def test_degrees_and_distances_give_counts_and_shares() -> None:
    assert made("degrees").rows[0] == ("1", 12, 0.6)
    assert sum(int(row[1] or 0) for row in made("degrees").rows) == 20
    assert made("degrees").title.startswith("60%")
    assert [row[1] for row in made("distances").rows] == [4, 1, 5]
    assert "87 km" in made("distances").title.replace("\u00a0", " ")
    assert "2 of 12" in made("distances").subtitle


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([9, 7], "T0 has the most partners: 9"),
        ([9, 9, 7], "T0 and T1 have the most partners: 9 each"),
        ([9, 9, 9, 9, 1], "4 towns have equally many partners, more than all others: 9"),
    ],
)
def test_towns_that_are_level_are_all_named_or_counted(counts: list[int], said: str) -> None:
    rows = [town(f"T{place}", count) for place, count in enumerate(counts)]
    assert made("top-towns", {"towns": rows}).title == said


def test_partners_by_country_count_each_partner_once() -> None:
    found = made("town-countries")
    assert found.rows == (("FR", 2, 2, 0), ("CH", 1, 0, 1))
    assert found.title == "France first: 2 of 3 partners of Krefeld"
    even = made("town-countries", {"partners": [partner("Lyon", "FR"), partner("Chur", "CH"), partner("?", None)]})
    assert even.title == "Krefeld has partners in 3 countries"


def test_a_country_tells_its_own_pairs_as_such() -> None:
    rows = {"profile": [land("DE", 9), land("FR", 4, 1), {**land("DE", 13), "part": "all"}]}
    found = made("country-partners", rows, country="DE")
    assert found.title == "Germany: the country itself first with 9 of 13 pairs"
    assert found.rows == (("DE", 9, 9, 0), ("FR", 4, 3, 1))


def test_a_timeline_tells_the_oldest_first_and_what_has_no_date() -> None:
    found = made("town-timeline")
    assert isinstance(found.plot, Timeline)
    assert [(one.label, one.told, one.second) for one in found.plot.spans] == [
        ("Metz", "1960", False),
        ("Chur", "1971", True),
    ]
    assert found.title == "Krefeld: linked with Metz since 1960"
    assert "1 of 3 partners" in found.subtitle
    assert "1 of 2 events" in found.subtitle
    assert [row[3] for row in found.rows] == ["1960-04", "1971", "2022-10-17"]
    assert found.plot.first < 1960 < found.plot.last


@pytest.mark.parametrize(("when", "place"), [("1988", 1988.5), ("1988-01-01", 1988.0), ("1988-12", 1988.957)])
def test_a_date_lies_in_the_middle_of_what_is_not_known(when: str, place: float) -> None:
    assert at(when) == pytest.approx(place, abs=0.001)


EMPTY: dict[str, Any] = {name: {part: [] for part in answers} for name, answers in ANSWERS.items()}


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_is_told_in_a_sentence(name: str, language: str) -> None:
    found = made(name, EMPTY[name], language=language)
    assert (found.plot, found.rows) == (None, ())
    assert found.title.endswith(".")


def test_numbers_dates_and_countries_are_written_for_the_language() -> None:
    found = made("country-partners", language="de", country="PL")
    assert found.title.startswith("Polen: Frankreich vorn mit 1.200 von 1.232")
    assert found.written("de")[0] == ["Frankreich", "1.200", "1.160", "40"]
    assert made("country-partners", country="PL").written("en")[0] == ["France", "1,200", "1,160", "40"]
    assert made("town-timeline", language="de").written("de")[2][3] == "17. Oktober 2022"


def test_filters_stand_in_the_subtitle() -> None:
    assert made("growth", filters="Kind: friendship").subtitle.endswith("Only Kind: friendship.")


def test_an_unknown_chart_and_an_unknown_parameter_are_told() -> None:
    with pytest.raises(NotFoundError, match="there is no chart 'founding'") as told:
        chart("founding")
    assert told.value.nearest[0]["name"] == "foundings"
    with pytest.raises(UsageError, match="has no parameter 'by'"):
        chart("growth").check({"by": "decade"})


def test_a_beginning_that_is_announced_is_counted_in_its_decade() -> None:
    found = made("foundings", {"history": [year("2031", 2, 0, 2), year("2026", 0, 0, 0)]})
    assert found.rows == ((2030, 2031, 2, 1.0),)
    assert isinstance(found.plot, Columns)
    assert [mark.label for mark in found.plot.marks] == ["2030–31"]


def test_growth_ends_today_and_tells_years_to_come_as_numbers_only() -> None:
    coming = [year("1958", 20, 0, 20), year("2026", 0, 0, 20), year("2031", 0, 12, 8)]
    found = made("growth", {"history": coming})
    assert isinstance(found.plot, Growth)
    assert found.plot.points == ((1958, 20), (2026, 20))
    assert found.plot.noted[-1][:2] == (2026, 20)
    assert [row[0] for row in found.rows] == [1958, 2026, 2031]
    assert made("growth", {"history": [year("2026", 0, 0, 0), year("2031", 2, 0, 2)]}).plot is None


def test_towns_that_share_the_first_place_are_listed_as_the_pages_write_lists() -> None:
    first = {"towns": [town(name, 3) for name in ("Aa", "Bb", "Cc")]}
    assert "Aa, Bb and Cc" in made("top-towns", first).title
