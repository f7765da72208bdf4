"""Entering facts on the web: looked at, asked back, saved and taken back; behind the key, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

import loaders
from graph.database import Address, Database
from graph.statements import loads
from graph.statements.facts import facts
from tests.api.pages import Page
from tests.api.serving import KEY, serving_with_key

ILLINOIS = "gn4250542"
KREFELD = "gn2884509"
EVIL = "<script>alert(1)</script> \"'> {{ 'zq' * 3 }}"
LINK = {"city_a": "Krefeld", "city_b": "Venlo, NL", "kind": "friendship", "since": "15.06.1964", "bilateral": "yes",
        "source_title": "Records of the town"}  # fmt: skip
PAGES = ("/add", "/add/link", "/add/membership", "/add/event", "/add/file", "/add/loads", "/add/merge")


@contextmanager
def logged_in(address: str) -> Iterator[httpx.Client]:
    """Asks as a browser that is logged in with the key."""
    with httpx.Client(base_url=address, timeout=120, follow_redirects=True) as opened:
        opened.headers.update({"Origin": address, "Accept": "text/html, */*"})
        opened.post("/review/login", data={"key": KEY, "of": "add"})
        yield opened


@pytest.fixture
def entering(kb: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application over `kb` as a browser that is logged in with the key."""
    with serving_with_key(kb, neo4j_address) as address, logged_in(address) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(sample_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where an application is that has the five sources and a key."""
    with serving_with_key(sample_kb, neo4j_address) as found:
        yield found


@pytest.fixture
def refusing(sample_kb: Database, address: str) -> Iterator[httpx.Client]:
    """Asks it as a browser that is logged in; what is sent here is looked at or refused, and never written."""
    before = loads.all_loads(sample_kb)
    with logged_in(address) as opened:
        yield opened
    assert loads.all_loads(sample_kb) == before


def look(client: httpx.Client, said: dict[str, Any], kind: str = "link", **more: Any) -> httpx.Response:
    return client.post(f"/add/{kind}?lang=en", data={"do": "look"} | said | more)


def hidden(page: Page, name: str) -> str:
    return next(str(at["value"]) for tag, at in page.tags if tag == "input" and at.get("name") == name)


def save(client: httpx.Client, said: dict[str, Any], kind: str = "link") -> Page:
    """Look, then save what was seen."""
    seen = look(client, said, kind)
    assert seen.status_code == 200, Page(seen.text).text
    return Page(look(client, said, kind, do="save", seen=hidden(Page(seen.text), "seen")).text)


def partners(client: httpx.Client, town: str = KREFELD) -> dict[str, tuple[str | None, str | None]]:
    return {one["name"]: (one["kind"], one["since"]) for one in client.get(f"/api/cities/{town}").json()["partners"]}


def field(page: Page, name: str) -> dict[str, str | None]:
    return next(at for tag, at in page.tags if tag in ("input", "textarea", "select") and at.get("name") == name)


def choices(page: Page) -> list[str]:
    return [str(at["value"]) for tag, at in page.tags if tag == "button" and at.get("name") == "choose"]


# ---- one link


def test_nothing_is_written_before_it_was_seen(kb: Database, entering: httpx.Client) -> None:
    answer = look(entering, LINK)
    page = Page(answer.text)
    assert (answer.status_code, "This is new" in page.text, "Limburg" in page.text) == (200, True, True)
    assert (loads.all_loads(kb), list(facts(kb))) == ([], [])
    look(entering, LINK, do="save", seen="guessed")
    assert loads.all_loads(kb) == []


def test_what_is_saved_shows_and_is_taken_back_byte_for_byte(kb: Database, entering: httpx.Client) -> None:
    before = list(facts(kb))
    page = save(entering, LINK)
    assert (f"/cities/{KREFELD}?lang=en" in page.links, "1 new" in page.text) == (True, True)
    assert partners(entering) == {"Venlo": ("friendship", "1964-06-15")}
    assert field(page, "source_title")["value"] == "Records of the town"
    undone = entering.post("/add/undo", data={"load": hidden(page, "load"), "of": "link", "query": "lang=en"})
    assert ("has been taken back" in Page(undone.text).text, list(facts(kb))) == (True, before)


def test_the_facts_are_those_that_a_file_of_one_row_brings(kb: Database, entering: httpx.Client, tmp_path: Any) -> None:
    save(entering, LINK)
    told = [line for line in facts(kb) if b'"link"' in line]
    entering.post("/add/undo", data={"load": "L1"})
    file = tmp_path / "one.csv"
    file.write_text(
        "city_a,country_a,geonames_a,city_b,country_b,geonames_b,kind,since,bilateral,source_title\n"
        "Krefeld,DE,2884509,Venlo,NL,2745641,friendship,1964-06-15,yes,Records of the town\n",
        "utf-8",
    )
    loaders.load(file, db=kb)
    assert [line for line in facts(kb) if b'"link"' in line] == told


@pytest.mark.parametrize("lang", ["de", "en"])
def test_all_that_is_wrong_is_said_at_its_field_at_once(refusing: httpx.Client, lang: str) -> None:
    said = LINK | {"city_a": "", "since": "20009", "until": "30.02.1970", "source_title": ""}
    answer = refusing.post(f"/add/link?lang={lang}", data=said | {"do": "look"})
    page = Page(answer.text)
    ids = {at.get("id") for _, at in page.tags}
    assert answer.status_code == 422
    for name in ("city_a", "since", "until", "source_title"):
        at = field(page, name)
        assert (at.get("aria-invalid"), set(str(at["aria-describedby"]).split()) <= ids) == ("true", True), name
    assert field(page, "city_b")["value"] == "Venlo, NL"


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"until": "1950"}, "until"),
        ({"city_b": "Krefeld, DE"}, "city_b"),
        ({"source_url": "example"}, "source_url"),
        ({"note": "=1+1"}, "city_b"),
        ({"city_b": "=1+1"}, "city_b"),
        ({"since": "04/05/1988"}, "since"),
    ],
    ids=str,
)
def test_what_a_files_row_would_be_rejected_for_is_told(
    refusing: httpx.Client, change: dict[str, str], at: str
) -> None:
    if change == {"note": "=1+1"}:
        assert look(refusing, LINK, **change).status_code == 200  # a remark may begin as it likes
        return
    answer = look(refusing, LINK, **change)
    assert (answer.status_code, field(Page(answer.text), at).get("aria-invalid")) == (422, "true")


def test_a_fact_without_a_source_is_not_taken(refusing: httpx.Client) -> None:
    page = Page(look(refusing, LINK | {"source_title": " "}).text)
    assert ("How do you know" in page.text, "Save this" in page.text) == (True, False)


def test_an_ambiguous_town_is_asked_back_and_all_else_stays(kb: Database, entering: httpx.Client) -> None:
    said = LINK | {"city_b": "Springfield, United States", "note": "Seen in the archive"}
    page = Page(look(entering, said).text)
    assert ("Illinois, United States" in page.text, "114,394 inhabitants" in page.text) == (True, True)
    (chosen,) = [one for one in choices(page) if ILLINOIS in one]
    after = Page(look(entering, said, do="", choose=chosen).text)
    assert ("Save this" in after.text, "Seen in the archive" in after.text) == (True, True)
    save(entering, said | {"city_b": str(field(after, "city_b")["value"])})
    assert entering.get(f"/api/cities/{ILLINOIS}").json()["region"] == "Illinois"


def test_two_entries_of_one_source_may_mean_two_towns_of_one_name(kb: Database, entering: httpx.Client) -> None:
    for town in ("Springfield, Illinois, US (gn4250542)", "Springfield, Missouri, US (gn4409896)"):
        save(entering, LINK | {"city_b": town})
    towns = {one["id"] for one in entering.get(f"/api/cities/{KREFELD}").json()["partners"]}
    assert towns == {ILLINOIS, "gn4409896"}


def test_a_town_that_nobody_knows_is_asked_back_and_may_be_its_own(kb: Database, entering: httpx.Client) -> None:
    page = Page(look(entering, LINK, city_b="Qwxburg, DE").text)
    assert ("not known" in page.text, choices(page)) == (True, ["city_b=Qwxburg, DE (new)"])
    save(entering, LINK | {"city_b": "Qwxburg, DE (new)"})
    assert "Qwxburg" in partners(entering)
    save(entering, LINK | {"city_b": "Qwxburg, DE", "since": "1970"})  # now it is known
    assert partners(entering) == {"Qwxburg": ("friendship", "1970")}


def test_a_later_entry_takes_nothing_from_earlier_ones_of_its_source(kb: Database, entering: httpx.Client) -> None:
    save(entering, LINK)
    save(entering, LINK | {"city_b": "Leicester, GB", "since": "1969"})
    assert set(partners(entering)) == {"Venlo", "Leicester"}


def test_a_correction_of_the_same_source_replaces_and_undo_brings_back(kb: Database, entering: httpx.Client) -> None:
    save(entering, LINK)
    page = Page(look(entering, LINK | {"since": "1965"}).text)
    assert "said something else here before" in page.text
    page = save(entering, LINK | {"since": "1965"})
    assert partners(entering)["Venlo"] == ("friendship", "1965")
    entering.post("/add/undo", data={"load": hidden(page, "load")})
    assert partners(entering)["Venlo"] == ("friendship", "1964-06-15")


def test_what_is_known_and_differs_is_shown_before_saving(kb: Database, entering: httpx.Client) -> None:
    save(entering, LINK)
    page = Page(look(entering, LINK | {"source_title": "Another list", "since": "1970"}).text)
    assert all(one in page.text for one in ("Recorded already", "15 June 1964", "count as a conflict"))
    page = Page(look(entering, LINK | {"source_title": "Another list", "since": "1964"}).text)
    assert "count as a conflict" not in page.text
    page = Page(look(entering, LINK).text)
    assert "Saving changes nothing" in page.text


def test_links_with_a_town_near_by_are_shown(kb: Database, entering: httpx.Client) -> None:
    save(entering, LINK)
    page = Page(look(entering, LINK | {"city_b": "Tegelen, NL"}).text)  # 6 km from Venlo
    assert ("Similar ones" in page.text, "Venlo" in page.text) == (True, True)


def test_the_form_is_filled_in_from_ids(kb: Database, entering: httpx.Client) -> None:
    save(entering, LINK)
    page = Page(entering.get("/add/link", params={"city_a": KREFELD}).text)
    assert str(field(page, "city_a")["value"]).endswith(f"({KREFELD})")


# ---- memberships and events


def test_a_membership_joins_a_ring_and_a_second_keeps_what_was_said_of_it(kb: Database, entering: httpx.Client) -> None:
    ring = {"ring": "Kranz der Städte", "source_title": "Charter", "since": "1990"}
    page = Page(look(entering, ring | {"city": "Krefeld", "ring_kind": "chain", "founded": "1989"}, "membership").text)
    assert "new ring" in page.text
    save(entering, ring | {"city": "Krefeld", "ring_kind": "chain", "founded": "1989", "role": "founder"}, "membership")
    save(entering, ring | {"city": "Venlo"}, "membership")
    save(entering, {"title": "Fest", "begin": "2001", "ring": "Kranz der Städte", "source_title": "Charter"}, "event")
    found = entering.get("/api/rings/kranz-der-stadte").json()
    assert (found["kind"], found["founded"]) == ("chain", "1989")
    assert {(one["name"], one["role"]) for one in found["members"]} == {("Krefeld", "founder"), ("Venlo", None)}


def test_an_event_has_its_towns_also_those_that_were_asked_back(kb: Database, entering: httpx.Client) -> None:
    said: dict[str, Any] = {"title": "Fest der Städte", "kind": "celebration", "begin": "05/2024", "city": "Krefeld",
                            "source_url": "https://example.org/fest"}  # fmt: skip
    page = Page(look(entering, said | {"towns": ["Venlo", "", "Springfield, US"]}, "event").text)
    (chosen,) = [one for one in choices(page) if ILLINOIS in one]
    assert chosen.startswith("towns.2=")
    said["towns"] = ["Venlo", "", chosen.partition("=")[2]]
    save(entering, said, "event")
    event = entering.get("/api/events/fest-der-stadte-2024-05").json()
    assert {(one["id"], one["role"]) for one in event["towns"]} == {
        (KREFELD, "place"), ("gn2745641", "participant"), (ILLINOIS, "participant"),
    }  # fmt: skip
    page = Page(entering.get("/add/event", params={"event": event["id"]}).text)
    assert field(page, "title")["value"] == "Fest der Städte"


# ---- files and loads

TABLE = """Stadt,Land,Partnerstadt,Partnerland,seit
Krefeld,DE,Venlo,NL,1964
Krefeld,DE,Springfield,US,
Krefeld,DE,Ulm,DE,19999
"""


def test_a_file_is_looked_at_then_loaded_without_a_second_sending(kb: Database, entering: httpx.Client) -> None:
    looked = entering.post("/add/file?lang=en", data={"do": "look"}, files={"file": ("a.csv", TABLE.encode())})
    page = Page(looked.text)
    assert all(one in page.text for one in ("nothing written", "ambiguous", "‘19999’ is not a date"))
    assert loads.all_loads(kb) == []
    form = {"do": "load", "sent": hidden(page, "sent")}
    page = Page(entering.post("/add/file?lang=en", data=form, files={"file": ("", b"")}).text)
    assert ("a.csv: loaded" in page.text, partners(entering)["Venlo"]) == (True, (None, "1964"))
    form["do"] = "rejects"
    mend = entering.post("/add/file", data=form, files={"file": ("", b"")})
    assert (mend.headers["content-disposition"], mend.text.count("\n"), "19999" in mend.text) == (
        'attachment; filename="a-mend.csv"', 2, True,
    )  # fmt: skip
    entering.post("/add/undo", data={"load": "L1"})
    assert list(facts(kb)) == []


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"file": ("", b"")}, "Choose a file"),
        ({"file": ("a.csv", b"%PDF-1.7")}, "a PDF"),
        ({"file": ("a.csv", b"Blume\nRose\n")}, "headings"),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_read_is_told(refusing: httpx.Client, files: dict[str, Any], said: str) -> None:
    answer = refusing.post("/add/file?lang=en", data={"do": "look"}, files=files)
    assert (answer.status_code, said in Page(answer.text).text) == (422, True)


def test_options_of_a_file_are_those_of_the_command(kb: Database, entering: httpx.Client) -> None:
    table = "here,there\nKrefeld,Venlo\n"
    said = {"do": "load", "as": "links", "map": "city_a=here\r\ncity_b=there", "source": "own", "as_written": "yes"}
    entering.post("/add/file", data=said, files={"file": ("a.csv", table.encode())})
    (load,) = loads.all_loads(kb)
    assert (load["load"]["source"], load["load"]["new"]) == ("own", 1)


def test_all_loads_are_listed_with_the_way_back(kb: Database, entering: httpx.Client) -> None:
    save(entering, LINK)
    page = Page(entering.get("/add/loads?lang=en").text)
    assert ("by-hand-link.csv" in page.text, hidden(page, "load")) == (True, "L1")
    page = Page(entering.post("/add/undo", data={"load": "L1", "query": "lang=en"}).text)
    assert ("L1 has been taken back" in page.text, "taken back" in page.text) == (True, True)


def test_two_towns_are_made_one_and_two_again(kb: Database, entering: httpx.Client) -> None:
    save(entering, LINK)
    save(entering, LINK | {"city_b": "Tegelen, NL"})
    form = {"keep": "Venlo, NL", "gone": "Tegelen, NL"}
    page = Page(entering.post("/add/merge?lang=en", data=form).text)
    assert (set(partners(entering)), "/add" in str(page.links)) == ({"Venlo"}, True)
    entering.post("/add/undo", data={"load": hidden(page, "load"), "of": "merge"})
    assert set(partners(entering)) == {"Venlo", "Tegelen"}


# ---- who may


@pytest.mark.parametrize("path", PAGES)
def test_without_the_key_a_page_says_what_to_do(refusing: httpx.Client, path: str) -> None:
    refusing.cookies.clear()
    answer = refusing.get(path, params={"lang": "en"})
    page = Page(answer.text)
    actions = [at.get("action") for tag, at in page.tags if tag == "form" and at.get("method") == "post"]
    assert (answer.status_code, actions, "key" in page.text) == (401, ["/review/login"], True)


@pytest.mark.parametrize("path", PAGES)
def test_with_no_key_set_a_page_says_how_to_set_one(client: httpx.Client, path: str) -> None:
    answer = client.get(path, params={"lang": "en"})
    assert (answer.status_code, "CITYNET_API_KEY" in Page(answer.text).text) == (403, True)


@pytest.mark.parametrize("path", ["/add/link", "/add/event", "/add/membership", "/add/file", "/add/undo", "/add/merge"])
@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"Origin": "https://evil.example"}, 403)], ids=str)
def test_nobody_writes_without_the_key_or_from_another_page(
    sample_kb: Database, refusing: httpx.Client, path: str, headers: dict[str, str], status: int
) -> None:
    before = loads.all_loads(sample_kb)
    if not headers:
        refusing.cookies.clear()
    answer = refusing.post(path, data=LINK | {"do": "save", "load": "L1"}, headers=headers | {"Accept-Language": "en"})
    assert (answer.status_code, loads.all_loads(sample_kb)) == (status, before)
    assert "CITYNET_API_KEY" in answer.text or "needs the key" in answer.text


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_keep_the_security_policy(refusing: httpx.Client, path: str, lang: str) -> None:
    page = Page(refusing.get(path, params={"lang": lang}).text)
    assert (page.inline_scripts, page.handlers) == ([], [])
    assert {refusing.get(address).status_code for address in page.loaded} == {200}


@pytest.mark.parametrize("kind", ["link", "membership", "event"])
def test_hostile_text_stays_text(refusing: httpx.Client, kind: str) -> None:
    names = ("city_a", "city_b", "city", "ring", "title", "note", "source_title", "since", "begin", "kind")
    page = Page(look(refusing, dict.fromkeys(names, EVIL), kind).text)
    assert (page.inline_scripts, page.handlers, "zqzqzq" in page.text) == ([], [], False)
    title = "<b onclick=alert(1)>Records</b>"
    said = LINK | {"source_title": title, "note": title}
    seen = Page(look(refusing, said).text)
    assert (seen.handlers, title in seen.text) == ([], True)


def test_there_is_no_form_of_another_kind(refusing: httpx.Client) -> None:
    assert refusing.get("/add/planet").status_code == 404
