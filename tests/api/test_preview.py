"""The small pictures of pages: where a link is shared, and on the start page."""

from __future__ import annotations

import io
import re

import httpx
import pytest
from PIL import Image

Client = httpx.Client


@pytest.mark.parametrize(("suffix", "kind"), [("png", "PNG"), ("webp", "WEBP")])
def test_it_has_the_size_that_links_are_shown_in(client: Client, suffix: str, kind: str) -> None:
    answer = client.get(f"/preview.{suffix}", params={"city": "Krefeld"})
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == (kind, (1200, 630))


def test_it_is_not_sent_again_while_the_data_stay(client: Client) -> None:
    first = client.get("/preview.png", params={"city": "Krefeld"})
    again = client.get("/preview.png", params={"city": "Krefeld"}, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("page", ["/", "/cities/Krefeld", "/rings/partnerschaftsring-bad-homburg", "/countries/DE"])
def test_a_page_names_a_preview_that_is_there(client: Client, page: str) -> None:
    (address,) = re.findall(r'property="og:image" content="([^"]+)"', client.get(page, follow_redirects=True).text)
    answer = client.get(address.replace("&amp;", "&"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")


def test_an_unknown_town_has_none(client: Client) -> None:
    assert client.get("/preview.png", params={"city": "Nirgendwo an der Nirgends"}).status_code == 404
