"""Which item of Wikidata a town is: by id, by what the knowledge base knows, by name."""

from __future__ import annotations

import io

import pytest

import loaders
from graph.database import Database
from graph.errors import AmbiguousTownError, NotFoundError
from loaders.live.choose import choose
from tests.loaders.live.conftest import Ask
from tests.loaders.live.playing import ENTITY, TOWNS, Playing, Town


def no_database() -> Database:
    raise AssertionError("the knowledge base is not needed")


def chosen(client: Ask, text: str, kb: Database) -> str:
    with client() as service:
        return choose(text, service, lambda: kb)


def fill(kb: Database, row: str) -> None:
    file = io.BytesIO(f"city,country,lat,lon,geonames,wikidata\n{row}\n".encode())
    file.name = "towns.csv"
    assert loaders.load(file, db=kb).new == 1


@pytest.mark.parametrize("text", ["Q64", f"{ENTITY}Q64", "https://www.wikidata.org/wiki/Q64", "wd:Q64"])
def test_an_id_is_itself(wikidata: Playing, client: Ask, text: str) -> None:
    with client() as service:
        assert choose(text, service, no_database) == "Q64"
    assert wikidata.asked == []


def test_a_town_whose_item_is_known(wikidata: Playing, client: Ask, kb: Database) -> None:
    fill(kb, "Berlin,DE,52.52,13.41,,Q64")
    assert chosen(client, "Berlin", kb) == "Q64"
    assert wikidata.asked == []


def test_a_town_whose_place_is_known(wikidata: Playing, client: Ask, kb: Database) -> None:
    fill(kb, "Köln,DE,50.93,6.95,2886242,")
    assert chosen(client, "Köln", kb) == "Q365"
    assert wikidata.kinds() == ["geonames"]


def test_a_town_whose_place_wikidata_does_not_know(wikidata: Playing, client: Ask, kb: Database) -> None:
    fill(kb, "Köln,DE,50.93,6.95,2886242,")
    wikidata.towns = [Town("Q365", {"de": "Köln"}, "", "DE", 1)]
    assert chosen(client, "Köln", kb) == "Q365"
    assert wikidata.kinds() == ["geonames", "named"]


@pytest.mark.parametrize(
    ("text", "qid"), [("Kyoto", "Q34600"), ("Parigi", "Q90"), ("Берлин", "Q64"), ("Rom, IT", "Q220")]
)
def test_a_town_that_only_wikidata_knows(client: Ask, kb: Database, text: str, qid: str) -> None:
    assert chosen(client, text, kb) == qid


def test_of_two_towns_none_is_guessed(wikidata: Playing, client: Ask, kb: Database) -> None:
    wikidata.towns = [TOWNS["Q90"], Town("Q830149", {"en": "Paris"}, "", "US", 4717560)]
    with pytest.raises(
        AmbiguousTownError, match=r"fits 2 items of Wikidata: Q90, Paris, FR; Q830149, Paris, US\."
    ) as raised:
        chosen(client, "Paris", kb)
    assert [(town["id"], town["country"]) for town in raised.value.towns] == [("Q90", "FR"), ("Q830149", "US")]
    assert chosen(client, "Paris, US", kb) == "Q830149"


def test_two_towns_of_the_knowledge_base_are_told(client: Ask, kb: Database) -> None:
    fill(kb, "Reading,GB,51.46,-0.97,,")
    fill(kb, "Reading,US,40.34,-75.93,,")
    with pytest.raises(AmbiguousTownError, match="fits 2 towns"):
        chosen(client, "Reading", kb)


def test_a_name_that_nobody_knows(wikidata: Playing, client: Ask, kb: Database) -> None:
    with pytest.raises(NotFoundError, match="say the town's Q number"):
        chosen(client, "Atlantis", kb)
    assert wikidata.kinds() == ["named", "named"]


def test_a_name_stays_within_its_quotation_marks(wikidata: Playing, client: Ask, kb: Database) -> None:
    with pytest.raises(NotFoundError):
        chosen(client, 'A" } \\', kb)
    assert '{ "A\\" } \\\\"@en' in wikidata.asked[0].query
