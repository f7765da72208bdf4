"""The curated rings: their towns are those of the flat list, and the list has the pairs that they claim."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from graph.model import LinkContent, MembershipContent, RingContent
from graph.settings import ROOT
from graph.statements.statement import mention_key, mentions_of
from loaders.load import gazetteer
from loaders.parsing import Said, parse
from loaders.towns import Mentions, Towns, decide

CURATED = sorted((ROOT / "data" / "rings").glob("*.yaml"))
WORLD = ROOT / "data" / "sample" / "twin_cities_world.csv"
CLAIM = re.compile(r"(?:all|(\d+) of) (\d+) pairs of its (\d+) towns in (\d+) countries are in the flat list")


def read(file: Path) -> tuple[list[Said], Towns]:
    rows = list(parse(file, kind=None, source=None, mapping=None, sheet=None).rows)
    said = [row for row in rows if isinstance(row, Said)]
    assert len(said) == len(rows) or file == WORLD
    mentions = Mentions()
    for row in said:
        mentions.take(row.source_id, (*row.contents, row.source))
    return said, decide(mentions, [], gazetteer=gazetteer())


@pytest.fixture(scope="module")
def listed() -> set[frozenset[str]]:
    """The pairs of the flat list, by the keys of their cities."""
    said, towns = read(WORLD)
    links = [(row.source_id, content) for row in said for content in row.contents if isinstance(content, LinkContent)]
    return {
        frozenset(towns.city_of(mention_key(source, one)) for one in mentions_of(content)) for source, content in links
    }


@pytest.mark.long
@pytest.mark.parametrize("file", CURATED, ids=lambda file: file.stem)
def test_the_list_has_the_pairs_that_a_curated_ring_claims(file: Path, listed: set[frozenset[str]]) -> None:
    said, towns = read(file)
    wrong = []
    for row in said:
        ring = next(one for one in row.contents if isinstance(one, RingContent))
        members = [one.town for one in row.contents if isinstance(one, MembershipContent)]
        cities = {towns.city_of(mention_key(row.source_id, mention)) for mention in members}
        claim = CLAIM.fullmatch(ring.evidence["kind"])
        assert claim is not None, ring.ring
        there, of, size, countries = claim.groups()
        pairs = list(map(frozenset, combinations(cities, 2)))
        found = (sum(pair in listed for pair in pairs), len(pairs), len(cities), len({one.country for one in members}))
        if found != (int(there or of), int(of), int(size), int(countries)):
            wrong.append((ring.ring, found))
    assert wrong == []
