"""What a source says, in words: complete, in the order of the model, parts with their whole."""

import pytest

from graph.model import EventContent, LinkContent, Mention, OrganisationRole, TopicSaid
from tests.viz.samples import said
from viz.statements import as_table, described, grouped

EVENT = EventContent(
    event="m",
    title={"de": "Treffen"},
    kind="meeting",
    status="announced",
    begin="2021",
    end="2021-05-03",
    time={"de": "abends"},
    duration={"de": "zwei Tage"},
    mode="online",
    people=120,
    people_about=True,
    people_said={"de": "aus Verwaltung"},
    place="Dortmunder U",
    ring="Ring R",
    programme="Programm P",
    organisations=(OrganisationRole(name="Amt A", role="funder"),),
    topics=(TopicSaid(topic="town-halls"), TopicSaid(topic="youth", said={"de": "Jugendaustausch"})),
    replaces=("früher",),
    follows=("vorher",),
    part_of="ganzes",
    marks={"de": "65 Jahre"},
    marks_years=65,
    note={"de": "Anmerkung N"},
    evidence={"begin": "aus dem Wochentag", "ring": "aus dem Ort"},
)


def test_every_field_that_an_event_can_have_is_told() -> None:
    told = described({"type": "event", "content": EVENT.model_dump(mode="json")}, "de")
    words = {field.name: [value.text for value in field.values] for field in told.fields}
    assert told.title.text == "Treffen"
    assert words == {
        "note": ["Anmerkung N"],
        "kind": ["Treffen"],
        "status": ["angekündigt"],
        "begin": ["2021"],
        "end": ["3. Mai 2021"],
        "time": ["abends"],
        "duration": ["zwei Tage"],
        "mode": ["online"],
        "people": ["etwa 120"],
        "people_said": ["aus Verwaltung"],
        "place": ["Dortmunder U"],
        "ring": ["Ring R"],
        "programme": ["Programm P"],
        "organisations": ["Amt A (Förderung)"],
        "topics": ["town halls", "Jugendaustausch"],
        "replaces": ["früher"],
        "follows": ["vorher"],
        "part_of": ["ganzes"],
        "marks": ["65 Jahre"],
        "marks_years": ["65"],
    }


def test_inferred_fields_carry_their_evidence_and_others_none() -> None:
    told = described({"type": "event", "content": EVENT.model_dump(mode="json")}, "de")
    assert {field.name: field.evidence for field in told.fields if field.evidence} == EVENT.evidence


def test_evidence_for_a_field_without_a_value_is_not_lost() -> None:
    told = described(said("event", title={"de": "T"}, kind="visit", evidence={"place": "no place is named"}), "en")
    assert [(field.name, field.evidence) for field in told.fields] == [("kind", None), ("place", "no place is named")]


def test_a_link_names_both_towns_as_written_and_says_what_is_not_given() -> None:
    link = LinkContent(
        a=Mention(name="Krefeld", country="DE"),
        b=Mention(name="Charlotte", country="US", region="North Carolina", geonames=4460243),
    )
    told = described({"type": "link", "content": link.model_dump(mode="json")}, "en")
    assert told.title.text == "Krefeld (Germany) – Charlotte (North Carolina, United States, GeoNames 4460243)"
    assert told.missing == ("Kind", "Since", "Status")


@pytest.mark.parametrize("ref", ["meeting-2021", "Meeting of mayors", "Bürgermeistertreffen"])
def test_towns_and_people_stand_with_their_event_by_id_or_title(ref: str) -> None:
    event = said("event", event="meeting-2021", title={"de": "Bürgermeistertreffen", "en": "Meeting of mayors"})
    parts = [
        said("participation", of="event", ref=ref, town={"name": "Chur"}, role="host"),
        said("attendance", of="event", ref=ref, person="N. N."),
    ]
    ((kind, (subject,)),) = grouped([*parts, event])
    assert (kind, subject.statement, subject.parts) == ("event", event, parts)


def test_a_part_of_something_that_this_source_does_not_describe_stands_by_itself() -> None:
    other = said("participation", of="programme", ref="meeting", town={"name": "Chur"}, role="host")
    member = said("membership", ring="Another ring", town={"name": "Chur"})
    found = grouped([said("event", event="meeting", title={"de": "x"}), said("ring", ring="A ring"), other, member])
    assert [(kind, len(subjects)) for kind, subjects in found] == [
        ("ring", 1),
        ("membership", 1),
        ("event", 1),
        ("participation", 1),
    ]


def test_many_links_become_a_table_with_the_columns_that_are_used() -> None:
    pairs = [("Exeter", "1965"), ("Dubrovnik", None), ("Peterhof", None)]
    links = [said("link", a={"name": "Bad Homburg"}, b={"name": name}, since=since) for name, since in pairs]
    ((kind, subjects),) = grouped(links)
    columns, rows = as_table(kind, subjects, "en")
    assert columns == [("since", "Since")]
    assert [bool(row.field("since")) for row in rows] == [True, False, False]
    assert as_table(kind, subjects[:2], "en") == ([], [])


def test_dates_and_numbers_carry_what_tables_sort_by() -> None:
    town = {"name": "Chur", "country": "CH"}
    told = described(said("link", a=town, b=town | {"name": "Cabourg"}, since="1988-04-13"), "de")
    since = told.field("since")
    assert since is not None
    assert [(value.text, value.raw) for value in since.values] == [("13. April 1988", "1988-04-13")]
    told = described(said("town", town=town, population=17717), "de")
    people = told.field("population")
    assert people is not None
    assert [(value.text, value.raw) for value in people.values] == [("17.717", "17717")]
