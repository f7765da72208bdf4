"""A forgotten name in texts: found in any form it is written in, and nothing else is touched."""

from __future__ import annotations

import unicodedata

import pytest

from graph.model import (
    AttendanceContent,
    EventContent,
    LinkContent,
    MembershipContent,
    Mention,
    RingContent,
    SourceContent,
    TopicSaid,
)
from graph.statements.forgotten import NOTHING, entry, forgotten_of

KEY = "00" * 32
FORGOTTEN = forgotten_of([entry("Dr. Jörg Müller-Lüdenscheidt", KEY)])


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Jörg Müller-Lüdenscheidt", "N. N."),
        ("Besuch von JÖRG MÜLLER-LÜDENSCHEIDT in Krefeld", "Besuch von N. N. in Krefeld"),
        ("Joerg Mueller-Luedenscheidt kam", "N. N. kam"),
        ("Jorg Muller Ludenscheidt", "N. N."),
        ("Müller-Lüdenscheidt, Jörg: Rede", "N. N.: Rede"),
        ("Prof. Dr. Jörg Müller-Lüdenscheidt", "Prof. Dr. N. N."),
        ("besuch-von-jorg-muller-ludenscheidt-2021", "besuch-von-n-n-2021"),
        ("https://example.org/news/joerg-mueller-luedenscheidt", "https://example.org/"),
        ("Jörg Müller-Lüdenscheidt und Jörg Müller-Lüdenscheidt", "N. N. und N. N."),
    ],
)
def test_the_name_goes_from_a_text_in_every_form(text: str, without: str) -> None:
    assert FORGOTTEN.text(text) == without


@pytest.mark.parametrize(
    "text", ["Jörg Müller", "Müller-Lüdenscheidt", "Jörg und Müller-Lüdenscheidt", "2021-01-28", "Lüdenscheid", ""]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert FORGOTTEN.text(text) == text


def test_a_name_of_one_word_is_kept_out_as_a_person_and_left_in_texts() -> None:
    forgotten = forgotten_of([entry("Paris", KEY)])
    assert forgotten.has("PARIS")
    assert forgotten.text("A trip to Paris in spring") == "A trip to Paris in spring"


def test_a_part_of_the_forgotten_is_nothing_and_of_another_person_stays() -> None:
    part = AttendanceContent(of="event", ref="fair", person="Müller-Lüdenscheidt, Jörg", office={"de": "Bürgermeister"})
    other = part.model_copy(update={"person": "Jutta Müller-Lüdenscheidt"})
    assert FORGOTTEN.content(part) is None
    assert FORGOTTEN.content(other) is other


def test_words_notes_and_evidence_lose_the_name() -> None:
    event = EventContent(
        title={"de": "Rede von Jörg Müller-Lüdenscheidt", "en": "Speech"},
        kind="meeting",
        note={"und": "said by Jörg Müller-Lüdenscheidt"},
        evidence={"begin": "a letter of Jörg Müller-Lüdenscheidt"},
    )
    said = FORGOTTEN.content(event)
    assert isinstance(said, EventContent)
    assert (said.title, said.note, said.evidence) == (
        {"de": "Rede von N. N.", "en": "Speech"},
        {"und": "said by N. N."},
        {"begin": "a letter of N. N."},
    )


def test_a_link_loses_the_name_where_its_source_says_what_it_is_about() -> None:
    topic = TopicSaid(topic="sport", said={"de": "Lauf mit Jörg Müller-Lüdenscheidt"})
    said = FORGOTTEN.content(LinkContent(a=Mention(name="Anna"), b=Mention(name="Berta"), topics=(topic,)))
    assert isinstance(said, LinkContent)
    assert said.topics[0].said == {"de": "Lauf mit N. N."}


def test_a_ring_and_its_members_lose_the_name_alike() -> None:
    """A membership that kept it would be of no ring any more."""
    ring = FORGOTTEN.content(RingContent(ring="Jörg Müller-Lüdenscheidt Kreis"))
    member = FORGOTTEN.content(MembershipContent(ring="Jörg Müller-Lüdenscheidt Kreis", town=Mention(name="Anna")))
    assert isinstance(ring, RingContent)
    assert isinstance(member, MembershipContent)
    assert (ring.ring, member.ring) == ("N. N. Kreis", "N. N. Kreis")


def test_accents_that_are_signs_of_their_own_hide_no_name() -> None:
    """As some systems write names of files."""
    assert FORGOTTEN.text(unicodedata.normalize("NFD", "Rede von Jörg Müller-Lüdenscheidt.csv")) == "Rede von N. N..csv"


def test_a_source_keeps_its_title_but_for_the_name() -> None:
    said = FORGOTTEN.content(SourceContent(title="Jörg Müller-Lüdenscheidt geht", url="https://example.org/a"))
    assert said == SourceContent(title="N. N. geht", url="https://example.org/a")


def test_what_is_kept_of_a_name_does_not_tell_it() -> None:
    kept = entry("Jörg Müller-Lüdenscheidt", KEY)
    assert "ller" not in str(kept)
    assert entry("Jörg Müller-Lüdenscheidt", "01" * 32)["hashes"] != kept["hashes"]


def test_where_nothing_is_forgotten_nothing_changes() -> None:
    assert not NOTHING
    assert NOTHING.text("Jörg Müller-Lüdenscheidt") == "Jörg Müller-Lüdenscheidt"
