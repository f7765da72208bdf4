"""Pages of countries: what is known of one, with ways on to towns, partner countries and questions."""

from __future__ import annotations

import httpx
import pytest

from tests.api.pages import Page

Client = httpx.Client


def test_a_country_tells_its_partner_countries_towns_and_rings(client: Client) -> None:
    land = client.get("/api/countries/DE").json()
    asked = client.get("/api/questions/country-profile", params={"country": "DE"}).json()["rows"]
    assert land["partners"] == [row for row in asked if row["part"] == "country"]
    assert "Krefeld" in {town["name"] for town in land["towns"]}
    assert {ring["name"] for ring in land["rings"]} == {"Partnerschaftsring Bad Homburg"}


def test_a_country_tells_the_events_of_its_towns(client: Client) -> None:
    events = {one["id"] for one in client.get("/api/countries/US").json()["events"]}
    assert events == {
        "krefeld-washington-trip-2022",
        "washington-partnership-conference-2022",
        "washington-embassy-reception-2022",
        "krefeld-charlotte-visit-2022",
    }


@pytest.mark.parametrize("name", ["de", "Germany", "Deutschland", "Allemagne"])
def test_a_name_of_a_country_leads_to_its_page(client: Client, name: str) -> None:
    answer = client.get(f"/countries/{name}?lang=de")
    assert (answer.status_code, answer.headers["location"]) == (301, "/countries/DE?lang=de")


@pytest.mark.parametrize("code", ["JP", "Nowhere"])
def test_a_country_of_which_nothing_is_recorded_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/api/countries/{code}").status_code == 404


@pytest.mark.parametrize("path", ["/countries", "/api/countries"])
def test_a_country_of_too_many_letters_is_refused(client: Client, path: str) -> None:
    assert client.get(f"{path}/{'x' * 101}").status_code == 422


def test_the_pages_of_towns_lead_to_their_country_and_that_to_its_pairs(client: Client) -> None:
    town = Page(client.get("/cities/gn2884509").text)
    assert town.links["/countries/DE"] == "Germany"
    land = Page(client.get("/countries/DE").text)
    assert "/ask/country-pair?country=DE&partner_country=US" in land.links
    assert land.links["/countries/US"] == "United States"


def test_all_countries_are_listed_with_what_is_known(client: Client) -> None:
    page = Page(client.get("/countries?lang=en").text)
    asked = client.get("/api/questions/coverage").json()["rows"]
    assert {f"/countries/{row['country']}?lang=en" for row in asked} <= set(page.links)


def test_a_search_for_a_country_leads_to_its_page(client: Client) -> None:
    assert Page(client.get("/search?q=Deutschland").text).links["/countries/DE"] == "Germany"
