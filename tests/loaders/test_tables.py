"""Tables: headings of both languages, values of both languages, sources a row, and that no row vanishes."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import CitynetError, InputError
from graph.model import (
    EventContent,
    LinkContent,
    MembershipContent,
    Mention,
    ParticipationContent,
    RingContent,
    TopicContent,
    TownContent,
)
from graph.statements.statement import event_id
from loaders.parsing import Parsed, Rejection, Said, parse
from loaders.sources import source_id

WORLD = "city1,country1,lat1,lng1,city2,country2,lat2,lng2\nBerat,Albania,40.7,19.9,Amasya,Turkey,40.6,35.8\n"


def read(text: str | bytes, **options: object) -> Parsed:
    return parse(io.BytesIO(text.encode() if isinstance(text, str) else text), **options)  # type: ignore[arg-type]


def said(parsed: Parsed) -> list[Said]:
    results = list(parsed.rows)
    assert all(isinstance(one, Said) for one in results), results
    return [one for one in results if isinstance(one, Said)]


def first(text: str | bytes, **options: object) -> object:
    return said(read(text, **options))[0].contents[0]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("city1,country1,lat1,lng1,city2,country2,lat2,lng2", "links"),
        ("city_a,city_b,country_a,country_b,lat_a,lon_a,lat_b,lon_b", "links"),
        ("CITY_A,City_B", "links"),
        ("Stadt;Land;Partnerstadt;Partnerland;Art;seit;bis;Quelle", "links"),
        ("city_a,country_a,city_b,country_b,kind,since,until,status,source_title,source_url,note", "links"),
        ("Stadt\tPartnerstadt\tBilateral", "links"),
        ("from,to", "links"),
        ("ring,ring_kind,city,country,founded,since,until,status,source_title,source_url,note", "rings"),
        ("Partnerschaftsring;Mitglied;Land;Beitritt;Rolle", "rings"),
        ("city,country,lat,lng", "towns"),
        ("Stadt;Land;Einwohner;Breitengrad;Längengrad", "towns"),
        ("Veranstaltung;Art;Beginn;Ende;Veranstaltungsort;Stadt", "events"),
        ("title,kind,status,begin,city,country", "events"),
    ],
)
def test_the_kind_is_found_from_the_headings_and_none_is_left_over(heading: str, kind: str) -> None:
    parsed = read(heading + "\n")
    assert (parsed.kind, parsed.unused) == (kind, [])


def test_a_row_of_the_world_file() -> None:
    assert first(WORLD) == LinkContent(
        a=Mention(name="Berat", country="Albania", lat=40.7, lon=19.9),
        b=Mention(name="Amasya", country="Turkey", lat=40.6, lon=35.8),
    )


def test_a_row_of_german_words() -> None:
    table = (
        "Stadt;Land;Partnerstadt;Partnerland;Art;seit;bis;Status;Bilateral;Quelle\n"
        "Köln;Deutschland;Lüttich;Belgien;Freundschaft;13.04.1958;04/1990;beendet;ja;https://example.org/a\n"
    )
    (row,) = said(read(table))
    assert row.contents == (
        LinkContent(
            a=Mention(name="Köln", country="Deutschland"),
            b=Mention(name="Lüttich", country="Belgien"),
            kind="friendship",
            since="1958-04-13",
            until="1990-04",
            status="ended",
            stated="pair",
        ),
    )
    assert row.source.url == "https://example.org/a"


@pytest.mark.parametrize("nothing", ["", "-", "–", "?", "n/a", "unbekannt", "k.A."])
def test_what_is_not_known_is_left_empty(nothing: str) -> None:
    link = first(f"city_a,city_b,country_a,since,kind,lat_a\nA,B,{nothing},{nothing},{nothing},\n")
    assert link == LinkContent(a=Mention(name="A"), b=Mention(name="B"))


def test_na_is_namibia() -> None:
    link = first("city_a,country_a,city_b\nWindhoek,NA,Berlin\n")
    assert isinstance(link, LinkContent)
    assert link.a.country == "NA"


def test_a_link_with_topics_of_the_vocabulary_and_of_its_own() -> None:
    (row,) = said(read('city_a,city_b,topics\nA,B,"Schulen; Bienenzucht"\n'))
    link = row.contents[0]
    assert isinstance(link, LinkContent)
    assert [(one.topic, one.said) for one in link.topics] == [
        ("school", {"und": "Schulen"}),
        ("bienenzucht", {"und": "Bienenzucht"}),
    ]
    assert [one.topic for one in row.contents if isinstance(one, TopicContent)] == ["school", "bienenzucht"]


def test_a_row_of_a_ring() -> None:
    table = (
        "ring,ring_kind,city,country,founded,since,until,status,note\n"
        "Nordic Chain,Kette,Turku,FI,1946-05,1946,,aktiv,a remark\n"
    )
    (row,) = said(read(table))
    assert row.contents == (
        MembershipContent(
            ring="Nordic Chain",
            town=Mention(name="Turku", country="FI"),
            since="1946",
            status="active",
            note={"und": "a remark"},
        ),
        RingContent(ring="Nordic Chain", kind="chain", founded="1946-05"),
    )


def test_a_row_of_a_town() -> None:
    town = first("Stadt;Land;Breite;Länge;Einwohner;Namen;Art\nMarienbad;CZ;49,96;12,70;13.000;Mariánské Lázně;Stadt\n")
    assert town == TownContent(
        town=Mention(name="Marienbad", country="CZ", lat=49.96, lon=12.7, kind="town"),
        names=("Mariánské Lázně",),
        population=13000,
    )


def test_a_row_of_an_event() -> None:
    table = (
        "Titel,Art,Status,Beginn,Stadt,Land,Teilnehmer,Veranstalter,Städte\n"
        'Fest der Partner,Feier,angekündigt,2024-05,Krefeld,DE,rund 300,Verein e. V.,"Venlo, NL; Charlotte, NC, US"\n'
    )
    (row,) = said(read(table))
    event = row.contents[0]
    assert isinstance(event, EventContent)
    assert (event.title, event.kind, event.status, event.begin) == (
        {"und": "Fest der Partner"},
        "celebration",
        "announced",
        "2024-05",
    )
    assert (event.people, event.people_about) == (300, True)
    assert [(one.name, one.role) for one in event.organisations] == [("Verein e. V.", "organiser")]
    parts = [one for one in row.contents if isinstance(one, ParticipationContent)]
    assert {one.ref for one in parts} == {event_id(event)}
    assert [(one.town.name, one.town.region, one.town.country, one.role) for one in parts] == [
        ("Krefeld", None, "DE", "place"),
        ("Venlo", None, "NL", "participant"),
        ("Charlotte", "NC", "US", "participant"),
    ]


def test_map_says_which_column_is_what() -> None:
    parsed = read(
        "Unsere Stadt;Deren Stadt;Seit wann\nA;B;1964\n", mapping={"city_a": "Unsere Stadt", "city_b": "Deren Stadt"}
    )
    assert (parsed.kind, parsed.unused, parsed.columns) == (
        "links",
        ["Seit wann"],
        ["Unsere Stadt", "Deren Stadt", "Seit wann"],
    )
    assert [link.a.name for row in said(parsed) for link in row.contents if isinstance(link, LinkContent)] == ["A"]


def test_map_goes_before_what_a_heading_means_by_itself() -> None:
    link = first("city,town,country\nA,B,DE\n", mapping={"city_a": "city", "city_b": "town"})
    assert link == LinkContent(a=Mention(name="A", country="DE"), b=Mention(name="B"))


def test_two_columns_of_names_are_links_if_said_so() -> None:
    rows = said(read("Krefeld,Venlo\nKrefeld,Leicester\n", kind="links"))
    assert [row.row for row in rows] == [1, 2]
    assert rows[0].contents == (LinkContent(a=Mention(name="Krefeld"), b=Mention(name="Venlo")),)


def test_rows_have_the_numbers_of_their_file() -> None:
    table = "# a remark\n\ncity_a,city_b\nA,B\n\nA,\nA,D\n"
    assert [(row.row, type(row).__name__) for row in read(table).rows] == [(4, "Said"), (6, "Rejection"), (7, "Said")]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_any_number_of_remarks_may_stand_above_the_headings(delimiter: str) -> None:
    table = "# a remark, and more, and more\n" * 60 + f"city_a{delimiter}city_b\nKrefeld{delimiter}Venlo\n"
    assert [row.row for row in said(read(table))] == [62]


def test_a_remark_above_two_columns_without_headings_is_no_row() -> None:
    rows = said(read("# our town, its partner\n\nKrefeld,Venlo\n#Bonn,Oxford\n", kind="links"))
    assert [row.row for row in rows] == [3, 4]


def test_a_mapping_that_takes_the_column_of_a_needed_field_is_told() -> None:
    with pytest.raises(InputError, match="no column for city"):
        read("city,country\nKrefeld,DE\n", kind="towns", mapping={"note": "city"})


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ("city_a,city_b,GeoNames A\nKrefeld,Venlo,=1+1\n", "GeoNames A"),
        ("title,begin,mode\nFest,2020,...\n", "mode"),
    ],
)
def test_what_is_no_value_is_told_by_its_heading(table: str, field: str) -> None:
    (row,) = read(table).rows
    assert isinstance(row, Rejection)
    assert row.field == field


def test_a_heading_of_nothing_but_signs_takes_no_time() -> None:
    assert read(f"city_a,city_b,{'@' * 500_000}\n").kind == "links"


def test_a_title_above_the_headings_is_no_row() -> None:
    rows = said(read("Unsere Partnerstädte;;\n;;\nStadt;Partnerstadt;seit\nA;B;1964\n"))
    assert [row.row for row in rows] == [4]


def test_a_rejection_gives_the_row_back_as_it_came_in() -> None:
    (row,) = read("Stadt;Partnerstadt;seit;Farbe\n A;B;gestern;rot\n").rows
    assert isinstance(row, Rejection)
    assert (row.row, row.field) == (2, "seit")
    assert row.fields == {"Stadt": " A", "Partnerstadt": "B", "seit": "gestern", "Farbe": "rot"}


def test_cells_beyond_the_headings_are_given_back_too() -> None:
    (row,) = read("city_a,city_b\nA,B,C\n").rows
    assert isinstance(row, Rejection)
    assert row.fields == {"city_a": "A", "city_b": "B", "column 3": "C"}


def test_each_row_may_name_its_source() -> None:
    table = (
        "city_a,city_b,source_title,source_url\nA,B,One,http://example.org/one\n"
        "A,C,Two,\nA,D,,\nA,E,,https://www.example.org/one/\n"
    )
    rows = said(read(table, source="list"))
    assert [row.source.title for row in rows] == ["One", "Two", "list", "https://www.example.org/one/"]
    assert rows[0].source_id == rows[3].source_id == source_id("One", "http://example.org/one")
    assert (rows[1].source_id, rows[2].source_id) == (source_id("Two", None), "list")


def test_an_address_in_the_column_for_the_source() -> None:
    rows = said(read("Stadt;Partnerstadt;Quelle\nA;B;https://example.org/x\nA;C;Stadtarchiv\n"))
    assert [(row.source.url, row.source.title) for row in rows] == [
        ("https://example.org/x", "https://example.org/x"),
        (None, "Stadtarchiv"),
    ]


def test_a_file_is_its_own_source(tmp_path: Path) -> None:
    path = tmp_path / "Partner 2024.csv"
    path.write_text(WORLD, encoding="utf-8")
    parsed = parse(path)
    assert (parsed.source_id, parsed.source.title) == ("partner-2024", "Partner 2024.csv")
    assert said(parsed)[0].source_id == "partner-2024"


def test_a_description_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "partner.csv"
    path.write_text(WORLD, encoding="utf-8")
    path.with_name("partner.csv.source.yaml").write_text("title: The list\nrank: 3\nlicence: CC0\n", encoding="utf-8")
    parsed = parse(path)
    assert (parsed.source_id, parsed.source.title, parsed.source.rank) == ("partner", "The list", 3)
    assert parse(path, source="other").source_id == "other"


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just('"'), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=12))
def test_no_row_vanishes(rows: list[list[str]]) -> None:
    lines = [",".join(cell.replace(",", " ") for cell in row) for row in rows]
    lines = [" ".join(line.splitlines()) for line in lines if line.count('"') % 2 == 0]
    text = "\n".join(["city_a,city_b,since", *lines]) + "\n"
    expected = [number for number, line in enumerate(lines, start=2) if line.replace(",", "").strip()]
    got = [row.row for row in read(text).rows]
    assert got == expected


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["csv", "json", "ndjson", "yaml", "xlsx", "txt"]))
def test_whatever_the_bytes_only_our_errors_come_out(data: bytes, ending: str) -> None:
    stream = io.BytesIO(data)
    stream.name = f"file.{ending}"
    with suppress(CitynetError):
        for row in parse(stream).rows:
            assert isinstance(row, Said | Rejection)
