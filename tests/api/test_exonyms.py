"""Pages call towns as their language does; data keep the name."""

from __future__ import annotations

import httpx
import pytest

Client = httpx.Client
MARIENBAD = "gn3071024"


@pytest.mark.parametrize(("lang", "name"), [("de", "Marienbad"), ("en", "Mariánské Lázně")])
@pytest.mark.parametrize("page", [f"/cities/{MARIENBAD}", "/ask/partners?city=Bad+Homburg", "/cities/gn2953436"])
def test_a_page_has_the_name_of_its_language(client: Client, page: str, lang: str, name: str) -> None:
    text = client.get(page, params={"lang": lang, **dict(httpx.URL(page).params)}).text
    assert f"<bdi>{name}</bdi>" in text


@pytest.mark.parametrize(("lang", "called"), [("de", "Marienbad"), ("en", None)])
def test_the_search_tells_what_the_language_calls_a_town(client: Client, lang: str, called: str | None) -> None:
    (row,) = client.get("/api/search", params={"q": "Marienbad", "type": "city", "lang": lang}).json()["results"]
    assert (row["name"], row["called"], row["matched"]) == ("Mariánské Lázně", called, "Marienbad")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_data_keep_the_name(client: Client, lang: str) -> None:
    assert client.get(f"/api/cities/{MARIENBAD}", params={"lang": lang}).json()["name"] == "Mariánské Lázně"
