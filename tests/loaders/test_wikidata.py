"""Answers of Wikidata about P190 in the forms in which its query service gives them.

The twinnings are well known: Berlin with Paris (1987) and Los Angeles (1967-06-27), Cologne with Kyoto (1963), Paris
with Rome (1956).
"""

from __future__ import annotations

import io
import json
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from graph.errors import InputError, UsageError
from graph.model import LinkContent, Mention, SourceContent, TownContent
from graph.statements.statement import statement
from loaders.parsing import Parsed, Rejection, Said, parse
from loaders.wikidata import ended

ENTITY = "http://www.wikidata.org/entity/"
UNKNOWN = "http://www.wikidata.org/.well-known/genid/8f2c1d"
XSD = "http://www.w3.org/2001/XMLSchema#"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"

Row = dict[str, object]


def uri(qid: str) -> Row:
    return {"type": "uri", "value": ENTITY + qid}


def label(text: str, language: str | None = None) -> Row:
    return {"type": "literal", "value": text, **({"xml:lang": language} if language else {})}


def at(text: str) -> Row:
    return {"type": "literal", "datatype": WKT, "value": text}


def when(text: str) -> Row:
    return {"type": "literal", "datatype": XSD + "dateTime", "value": text}


def exactly(precision: int) -> Row:
    return {"type": "literal", "datatype": XSD + "integer", "value": str(precision)}


def answer(*bindings: object) -> dict[str, object]:
    names = list(dict.fromkeys(name for row in bindings if isinstance(row, dict) for name in row))
    return {"head": {"vars": names}, "results": {"bindings": list(bindings)}}


def read(document: object, name: str = "answer.json", **options: object) -> Parsed:
    stream = io.BytesIO(document.encode() if isinstance(document, str) else json.dumps(document).encode())
    stream.name = name
    return parse(stream, **options)  # type: ignore[arg-type]


def said(parsed: Parsed) -> list[Said]:
    results = list(parsed.rows)
    assert all(isinstance(one, Said) for one in results), results
    return [one for one in results if isinstance(one, Said)]


def links(parsed: Parsed) -> list[LinkContent]:
    found = [one.contents[0] for one in said(parsed)]
    assert all(isinstance(one, LinkContent) for one in found)
    return [one for one in found if isinstance(one, LinkContent)]


def rejections(parsed: Parsed) -> list[tuple[int, str | None, str]]:
    return [(one.row, one.field, one.reason) for one in parsed.rows if isinstance(one, Rejection)]


def berlin_paris(**more: object) -> Row:
    row: Row = {"item": uri("Q64"), "itemLabel": label("Berlin", "en")}
    return row | {"partner": uri("Q90"), "partnerLabel": label("Paris", "en")} | more


BERLIN = Mention(name="Berlin", wikidata="Q64")
PARIS = Mention(name="Paris", wikidata="Q90")


def test_a_sparql_answer_is_known_by_its_form() -> None:
    row = berlin_paris(
        itemCoord=at("Point(13.383333333 52.516666666)"),
        partnerCoord=at("Point(2.351388888 48.856944444)"),
        itemCountryCode=label("DE"),
        partnerCountryLabel=label("France", "en"),
        start=when("1987-01-01T00:00:00Z"),
        startPrecision=exactly(9),
    )
    parsed = read(answer(row))
    assert (parsed.kind, parsed.unused) == ("wikidata", [])
    assert links(parsed) == [
        LinkContent(
            a=Mention(name="Berlin", country="DE", lat=52.516666666, lon=13.383333333, wikidata="Q64"),
            b=Mention(name="Paris", country="France", lat=48.856944444, lon=2.351388888, wikidata="Q90"),
            since="1987",
        )
    ]


PLAIN = {
    "item": f"{ENTITY}Q365", "itemLabel": "Cologne", "partner": f"{ENTITY}Q34600", "partnerLabel": "Kyoto",
    "partnerCoord": "Point(135.768 35.011)", "start": "1963-01-01T00:00:00Z",
}  # fmt: skip
COLOGNE_KYOTO = LinkContent(
    a=Mention(name="Cologne", wikidata="Q365"),
    b=Mention(name="Kyoto", lat=35.011, lon=135.768, wikidata="Q34600"),
    since="1963",
)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("query.json", json.dumps([PLAIN])),
        ("query.ndjson", json.dumps(PLAIN) + "\n"),
        ("query.csv", ",".join(PLAIN) + "\n" + ",".join(PLAIN.values()) + "\n"),
        ("query.tsv", "\t".join(PLAIN) + "\n" + "\t".join(PLAIN.values()) + "\n"),
        ("query.tsv", "\t".join(f"?{one}" for one in PLAIN) + "\n" + "\t".join(PLAIN.values()) + "\n"),
        ("query.json", json.dumps([{key: {"type": "literal", "value": value} for key, value in PLAIN.items()}])),
    ],
)
def test_downloads_are_known_by_their_headings(name: str, file: str) -> None:
    parsed = read(file, name)
    assert (parsed.kind, links(parsed)) == ("wikidata", [COLOGNE_KYOTO])


def typed(*rows: str) -> str:
    headings = "?item\t?itemLabel\t?partner\t?partnerLabel\t?partnerCoord\t?start\t?startPrecision"
    return "".join(f"{line}\n" for line in (headings, *rows))


TYPED = (
    f'<{ENTITY}Q365>\t"Cologne"@en\t<{ENTITY}Q34600>\t"Kyoto"@en\t"Point(135.768 35.011)"^^<{WKT}>\t'
    f'"1963-01-01T00:00:00Z"^^<{XSD}dateTime>\t"9"^^<{XSD}integer>'
)


def test_tsv_with_its_terms_written_out_reads_like_json() -> None:
    parsed = read(typed(TYPED), "query.tsv")
    assert (parsed.kind, parsed.unused, links(parsed)) == ("wikidata", [], [COLOGNE_KYOTO])


def test_labels_in_tsv_have_their_languages() -> None:
    german = TYPED.replace('"Cologne"@en', '"Köln"@de').replace('"Kyoto"@en', '"\\u4EAC\\u90FD"@ja')
    parsed = read(typed(german, TYPED), "query.tsv")
    assert parsed.columns[1:3] == ["itemLabel@de", "itemLabel@en"]
    assert [one.contents[0] for one in said(parsed)] == [COLOGNE_KYOTO] * 2
    assert [town.names for town in said(parsed)[0].contents[1:] if isinstance(town, TownContent)] == [
        ("Köln",),
        ("京都",),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (TYPED.replace('"Cologne"@en', "Cologne"), "the field 'itemLabel' is no IRI, literal or number"),
        (TYPED.replace('"Cologne"@en', '"Cologne'), "the field 'itemLabel' is no IRI, literal or number"),
        (TYPED.rpartition("\t")[0], "the row has 6 cells, the heading 7"),
    ],
)
def test_a_line_of_tsv_that_cannot_be_read_takes_no_other_with_it(line: str, reason: str) -> None:
    parsed = read(typed(TYPED, line, TYPED), "query.tsv")
    ((row, _field, why),) = rejections(parsed)
    assert row == 3
    assert reason in why
    assert [one.row for one in parsed.rows if isinstance(one, Said)] == [2, 4]


def test_unknown_values_and_bare_numbers_in_tsv() -> None:
    line = f'<{ENTITY}Q365>\t"Cologne"@en\t<{ENTITY}Q34600>\t"Kyoto \\"old\\""@en\t\t_:b7\t9'
    assert links(read(typed(line), "query.tsv")) == [
        LinkContent(a=COLOGNE_KYOTO.a, b=Mention(name='Kyoto "old"', wikidata="Q34600"))
    ]


@pytest.mark.parametrize(
    "headings",
    [
        "city,cityLabel,twin,twinLabel,coordTwin,startTime",
        "place,placeLabel,twinnedWith,twinnedWithLabel,twinnedWithCoordinates,since",
        "item,item_label,partner,partner_label,partner_coord,start_time",
        "Town,Town Label,Sister City,Sister City Label,Sister City Location,START",
    ],
)
def test_variants_of_headings(headings: str) -> None:
    parsed = read(f"{headings}\n{','.join(PLAIN.values())}\n", "query.csv")
    assert (parsed.kind, parsed.unused, links(parsed)) == ("wikidata", [], [COLOGNE_KYOTO])


def test_a_table_of_links_stays_one() -> None:
    assert read("city,country,partner,start,end\nBerlin,DE,Paris,1987,\n", "list.csv").kind == "links"


def test_headings_that_are_not_known_are_mapped() -> None:
    table = "stadtlink,itemLabel,partner,partnerLabel\nQ64,Berlin,Q90,Paris\n"
    assert links(read(table, "a.csv", kind="wikidata", mapping={"item": "stadtlink"})) == [
        LinkContent(a=BERLIN, b=PARIS)
    ]


LABELS = [
    berlin_paris(),
    berlin_paris(itemLabel=label("Berlin", "de"), partnerLabel=label("Parijs", "nl")),
    berlin_paris(itemLabel=label("Берлин", "ru"), partnerLabel=label("Париж", "ru")),
]


@pytest.mark.parametrize("rows", list(permutations(LABELS)))
def test_labels_in_several_languages_are_names_of_one_town(rows: tuple[Row, ...]) -> None:
    link, names = LinkContent(a=BERLIN, b=PARIS), TownContent(town=BERLIN, names=("Берлин",))
    others = TownContent(town=PARIS, names=("Parijs", "Париж"))
    assert [row.contents for row in said(read(answer(*rows)))] == [(link, names, others)] * 3


def test_other_names_are_listed_with_commas() -> None:
    row = berlin_paris(partnerAltLabel=label("Lutetia, City of Light", "en"))
    assert said(read(answer(row)))[0].contents[1:] == (TownContent(town=PARIS, names=("City of Light", "Lutetia")),)


def test_a_label_missing_in_one_row_is_taken_from_another() -> None:
    bare = {"item": uri("Q90"), "itemLabel": label("Q90"), "partner": uri("Q220"), "partnerLabel": label("Rome", "en")}
    found = links(read(answer(bare, berlin_paris())))
    assert found[0] == LinkContent(a=PARIS, b=Mention(name="Rome", wikidata="Q220"))


def test_both_directions_of_a_pair_are_one_statement() -> None:
    there = berlin_paris(start=when("1987-01-01T00:00:00Z"), itemCoord=at("Point(13.4 52.5)"))
    back = {"item": uri("Q90"), "itemLabel": label("Paris", "fr"), "partner": uri("Q64"),
            "partnerLabel": label("Berlin", "fr"), "start": when("1987-01-01T00:00:00Z")}  # fmt: skip
    assert len({statement("wikidata", link).id for link in links(read(answer(there, back)))}) == 1


@pytest.mark.parametrize(
    ("time", "precision", "since"),
    [
        ("1967-06-27T00:00:00Z", 11, "1967-06-27"),
        ("1967-06-27T00:00:00Z", None, "1967-06-27"),
        ("1967-06-01T00:00:00Z", 10, "1967-06"),
        ("1967-06-27T00:00:00Z", 9, "1967"),
        ("1967-01-01T00:00:00Z", 11, "1967-01-01"),
        ("1967-01-01T00:00:00Z", None, "1967"),
        ("+1967-06-00T00:00:00Z", None, "1967-06"),
        ("+1967-00-00T00:00:00Z", None, "1967"),
        ("1960-01-01T00:00:00Z", 8, None),
        ("1967", None, "1967"),
    ],
)
def test_a_time_is_as_precise_as_wikidata_says(time: str, precision: int | None, since: str | None) -> None:
    row = berlin_paris(start=when(time)) | ({"startPrecision": exactly(precision)} if precision else {})
    assert links(read(answer(row)))[0].since == since


def test_an_end_ends_the_link() -> None:
    row = berlin_paris(start=when("1967-01-01T00:00:00Z"), end=when("2001-05-03T00:00:00Z"), endPrecision=exactly(10))
    (link,) = links(read(answer(row)))
    assert (link.since, link.until, link.status) == ("1967", "2001-05", "ended")


@pytest.mark.parametrize(
    ("until", "over"),
    [
        ("2025", True),
        ("2026", True),
        ("2027", False),
        ("2026-04", True),
        ("2026-05", True),
        ("2026-06", False),
        ("2026-05-08", True),
        ("2026-05-09", True),
        ("2026-05-10", False),
    ],
)
def test_a_link_has_ended_where_its_end_does_not_lie_ahead(until: str, over: bool) -> None:
    assert ended(until, date(2026, 5, 9)) is over


def test_an_end_that_lies_ahead_ends_nothing() -> None:
    row = berlin_paris(start=when("1987-01-01T00:00:00Z"), end=when("2150-12-31T00:00:00Z"), endPrecision=exactly(11))
    (link,) = links(read(answer(row)))
    assert (link.until, link.status) == ("2150-12-31", None)


def test_what_wikidata_itself_holds_for_wrong_is_not_taken() -> None:
    wrong = berlin_paris(rank={"type": "uri", "value": "http://wikiba.se/ontology#DeprecatedRank"})
    right = berlin_paris(rank={"type": "uri", "value": "http://wikiba.se/ontology#NormalRank"})
    ((row, field, reason),) = rejections(read(answer(right, wrong)))
    assert (row, field) == (2, "rank")
    assert "deprecated" in reason


@pytest.mark.parametrize(("numbers", "taken"), [((2950159,), 2950159), ((2950159, 6547383), None)])
def test_a_geonames_id_is_taken_where_an_item_has_one(numbers: tuple[int, ...], taken: int | None) -> None:
    rows = [berlin_paris(itemGeonames=label(str(number))) for number in numbers]
    assert {link.a.geonames for link in links(read(answer(*rows)))} == {taken}


@pytest.mark.parametrize("term", [{"type": "uri", "value": UNKNOWN}, {"type": "bnode", "value": "t1406839"}])
def test_unknown_values_are_nothing(term: Row) -> None:
    parsed = read(answer(berlin_paris(start=term, end=term, itemCoord=term, itemCountry=term)))
    assert links(parsed) == [LinkContent(a=BERLIN, b=PARIS)]


def test_a_country_that_is_no_more_does_not_count_beside_one_that_is() -> None:
    rows = [berlin_paris(itemCountryLabel=label(name, "en")) for name in ("German Democratic Republic", "Germany")]
    assert {link.a.country for link in links(read(answer(*rows)))} == {"Germany"}


def test_of_two_countries_none_is_guessed() -> None:
    rows = [berlin_paris(itemCountryCode=label(code)) for code in ("DE", "PL")]
    assert {link.a.country for link in links(read(answer(*rows)))} == {None}


def test_one_country_in_two_languages_is_one() -> None:
    rows = [berlin_paris(itemCountryLabel=label(*one)) for one in (("Deutschland", "de"), ("Germany", "en"))]
    assert {link.a.country for link in links(read(answer(*rows)))} == {"Germany"}


def test_a_town_may_be_called_like_nothing() -> None:
    row = berlin_paris(partnerLabel=label("Nan", "en"))
    assert links(read(answer(row)))[0].b.name == "Nan"


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"item": uri("P190")}, "item", "is not an item of Wikidata like Q2718"),
        ({"item": {"type": "uri", "value": UNKNOWN}}, "item", "no item is named"),
        ({"partner": uri("Q64")}, "partner", "Q64 is linked to itself"),
        ({"partner": uri("Q99"), "partnerLabel": label("Q99")}, "partnerLabel", "Q99 has no label"),
        (
            {"itemCoord": at("<http://www.wikidata.org/entity/Q405> Point(3.0 0.6)")},
            "itemCoord",
            "another globe (Q405)",
        ),
        ({"itemCoord": at("Point(13.4 95)")}, "itemCoord", "the latitude 95 is not between -90 and 90"),
        ({"itemCoord": at("Point(0 0)")}, "itemCoord", "0, 0 lies in the sea"),
        ({"itemCoord": at("52.5, 13.4")}, "itemCoord", "is not a point like"),
        ({"itemCoord": at("Point(1.2.3 4)")}, "itemCoord", "is not a point like"),
        ({"item": uri("Q" + "9" * 5000)}, "item", "is not an item of Wikidata"),
        ({"startPrecision": label("9" * 5000)}, "startPrecision", "is not a precision of Wikidata"),
        ({"start": when("-0050-01-01T00:00:00Z")}, "start", "before the year 1"),
        ({"start": when("1987-13-01T00:00:00Z")}, "start", "is not a day of the calendar"),
        ({"start": label("soon")}, "start", "is not a date like"),
        ({"startPrecision": label("day")}, "startPrecision", "is not a precision of Wikidata"),
        ({"start": when("1987-01-01T00:00:00Z"), "end": when("1950-01-01T00:00:00Z")}, "end", "is before since 1987"),
        ({"itemLabel": label("Berlin\x00", "en")}, "itemLabel@en", "holds a NUL character"),
        ({"itemLabel": {"type": "literal", "value": 5}}, None, "the field 'itemLabel' has no text"),
    ],
)
def test_a_bad_row_takes_no_other_with_it(change: Row, field: str | None, reason: str) -> None:
    good = {"item": uri("Q365"), "itemLabel": label("Cologne", "en"), "partner": uri("Q34600"),
            "partnerLabel": label("Kyoto", "en")}  # fmt: skip
    parsed = read(answer(good, berlin_paris(**change), good))
    ((row, at_fault, why),) = rejections(parsed)
    assert (row, at_fault) == (2, field)
    assert reason in why
    assert [one.row for one in parsed.rows if isinstance(one, Said)] == [1, 3]


def test_what_a_rejected_row_says_does_not_count() -> None:
    bad = berlin_paris(itemLabel=label("Berlin-on-Sea", "en-gb"), start=label("soon"))
    assert links_of_good(read(answer(bad, berlin_paris()))) == [LinkContent(a=BERLIN, b=PARIS)]


def links_of_good(parsed: Parsed) -> list[object]:
    return [content for row in parsed.rows if isinstance(row, Said) for content in row.contents]


def test_rejected_rows_can_be_mended_and_loaded_again() -> None:
    (bad,) = (row for row in read(answer(berlin_paris(start=label("soon")))).rows if isinstance(row, Rejection))
    mended = {**bad.fields, "start": "1987"}
    table = ",".join(mended) + "\n" + ",".join(map(str, mended.values())) + "\n"
    assert links(read(table, "mend.csv")) == [LinkContent(a=BERLIN, b=PARIS, since="1987")]


def test_the_source_is_wikidata_unless_told_otherwise(tmp_path: Path) -> None:
    parsed = read(answer(berlin_paris()))
    wikidata = SourceContent(
        title="Wikidata",
        url="https://www.wikidata.org/",
        publisher="Wikimedia Foundation",
        licence="CC0 1.0",
    )
    assert (parsed.source_id, parsed.source) == ("wikidata", wikidata)
    assert read(answer(berlin_paris()), source="wd-germany").source_id == "wd-germany"
    file = tmp_path / "twins.json"
    file.write_text(json.dumps(answer(berlin_paris())))
    (tmp_path / "twins.json.source.yaml").write_text("id: our-dump\ntitle: Our dump\n")
    parsed = parse(file)
    assert (parsed.source_id, parsed.source.title) == ("our-dump", "Our dump")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"head": {}, "boolean": True}, "ask with SELECT"),
        ({"head": {"vars": ["item"]}, "results": {}}, "has no rows"),
        (answer({"item": uri("Q64"), "itemLabel": label("Berlin")}), "no column for partner"),
    ],
)
def test_answers_that_cannot_be_read(document: object, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(document)


def test_an_answer_without_rows_is_one() -> None:
    empty = {"head": {"vars": ["item", "itemLabel", "partner"]}, "results": {"bindings": []}}
    assert list(read(empty).rows) == []


def test_a_mapping_to_a_heading_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="has no heading 'town'"):
        read(answer(berlin_paris()), mapping={"item": "town"})
