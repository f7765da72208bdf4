"""Names as keys, names taken apart, and countries as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import CityKind
from loaders.identity import Gazetteer, fold
from loaders.identity.folding import compact, spellings
from loaders.identity.likeness import part
from loaders.identity.wording import take_apart


@pytest.mark.parametrize(
    ("spelt", "folded"),
    [
        ("Düsseldorf", "dusseldorf"),
        ("L’Isle-Adam", "lisle adam"),
        ("Großauheim", "grossauheim"),
        ("Łódź", "lodz"),
        ("Tórshavn", "torshavn"),
        ("Ringkøbing", "ringkobing"),
        ("İzmit", "izmit"),
        ("ПЕТЕРГОФ", "петергоф"),
        ("  Aix - en-Provence ", "aix en provence"),
        ("'", ""),
    ],
)
def test_fold_leaves_what_spellings_share(spelt: str, folded: str) -> None:
    assert fold(spelt) == folded


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüéñçåøłđ ", max_size=30))
def test_case_does_not_matter(name: str) -> None:
    assert fold(name.upper()) == fold(name)


def test_umlauts_may_be_written_with_an_e() -> None:
    assert compact(fold("Düsseldorf")) in spellings(compact(fold("Duesseldorf")))
    assert compact(fold("Århus")) in spellings(compact(fold("Aarhus")))


@pytest.mark.parametrize(
    ("name", "core", "within", "kind"),
    [
        ("Setagaya (Tokyo)", "setagaya", "tokyo", None),
        ("Tokyo – Chūō", "chuo", "tokyo", None),
        ("Prague 6", "prague 6", "prague", None),
        ("Doksy (Kladno District)", "doksy", "kladno", None),
        ("Wesel (district)", "wesel", "", CityKind.DISTRICT),
        ("Dębica (rural gmina)", "debica", "", None),
        ("Cook County", "cook", "", CityKind.COUNTY),
        ("County Kilkenny", "kilkenny", "", CityKind.COUNTY),
        ("Province of Pisa", "pisa", "", CityKind.REGION),
        ("Landkreis Starnberg", "starnberg", "", CityKind.COUNTY),
        ("Penang Island", "penang", "", CityKind.ISLAND),
        ("Charlotte, North Carolina", "charlotte", "", None),
    ],
)
def test_a_name_is_taken_apart(name: str, core: str, within: str, kind: CityKind | None) -> None:
    wording = take_apart(name)

    assert (wording.core, wording.within, wording.kind) == (core, within, kind)


def test_what_follows_a_comma_is_a_region_but_not_in_a_list() -> None:
    assert take_apart("Charlotte, North Carolina").regions == ["North Carolina"]
    assert take_apart("Newry, Mourne and Down").regions == []


@pytest.mark.parametrize("names", [("upper lhota", "lower lhota"), ("neu ulm", "ulm"), ("praha 6", "praha 7")])
def test_opposite_words_and_figures_part_places(names: tuple[str, str]) -> None:
    assert part(*names)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Germany", "DE"), ("Deutschland", "DE"), ("DE", "DE"), ("DEU", "DE"), ("DDR", "DE"),
        ("England, United Kingdom", "GB"), ("Scotland", "GB"), ("UK", "GB"), ("Großbritannien", "GB"),
        ("Grece", "GR"), ("Kazakhstah", "KZ"), ("Holand", "NL"), ("in Italy", "IT"), ("U.S.A.", "US"),
        ("Georgia (country)", "GE"), ("Czechia", "CZ"), ("Tschechien", "CZ"), ("Türkiye", "TR"),
        ("Ohio, United States", "US"), ("Martinique, France", "MQ"), ("Åland Islands, Finland", "AX"),
        ("Northern Cyprus", "CY"), ("Kosovo", "XK"), ("フランス", "FR"), ("Россия", "RU"),
        ("Soviet Union", None), ("Congo", None), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_in_any_spelling(gazetteer: Gazetteer, text: str, code: str | None) -> None:
    assert gazetteer.country(text) == code


def test_a_state_of_the_past_may_be_each_of_its_successors(gazetteer: Gazetteer) -> None:
    codes, region = gazetteer.countries("Tschechoslowakei")

    assert (codes, region) == (frozenset({"CZ", "SK"}), None)


def test_the_part_of_a_state_before_the_comma_is_a_region(gazetteer: Gazetteer) -> None:
    assert gazetteer.countries("New York, United States") == (frozenset({"US"}), "New York")
