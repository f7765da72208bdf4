"""The hand-labelled rows of the world file, each resolved with its partners there.

How the samples were drawn, and what of them was seen before the rules were made, is told in docs/identity.md.
"""

import pytest

from bench.identity import LABELS, WORLD, Label, read_labels, read_world
from loaders.identity import Resolution, Resolver

Found = dict[tuple[int, str], Resolution]


@pytest.fixture(scope="module")
def found(resolver: Resolver) -> Found:
    mentions, pairs, at = read_world(WORLD)
    resolutions = resolver.resolve(mentions, pairs)
    return {row: resolutions[position] for row, position in at.items()}


def shares(labels: list[Label], found: Found) -> tuple[float, float]:
    """Return precision, and recall of what the gazetteer has."""
    resolved = [label for label in labels if found[label.row, label.side].geonames]
    right = sum(label.agrees(found[label.row, label.side]) for label in resolved)
    return right / len(resolved), right / sum(bool(label.geonames) for label in labels)


@pytest.mark.parametrize(
    ("sample", "precision", "recall"),
    [("world", 0.985, 0.97), ("drawn_later", 0.94, 0.91), ("drawn_last", 0.99, 0.97), ("drawn_end", 0.88, 0.88)],
)
def test_labelled_rows_are_resolved_with_their_partners(
    found: Found, sample: str, precision: float, recall: float
) -> None:
    path = next(path for path in LABELS if path.stem == f"labels_{sample}")

    reached = shares(read_labels(path), found)

    assert reached[0] >= precision
    assert reached[1] >= recall


def test_all_samples_together_reach_what_was_asked_on_rows_as_they_come(found: Found) -> None:
    labels = [label for path in LABELS for label in read_labels(path) if not label.hard]

    precision, recall = shares(labels, found)

    assert precision >= 0.99
    assert recall >= 0.97


def test_no_row_is_labelled_twice() -> None:
    rows = [(label.row, label.side) for path in LABELS for label in read_labels(path)]

    assert len(rows) == len(set(rows))


def test_each_record_is_resolved_or_told_why_not_with_what_was_refused(found: Found) -> None:
    open_still = [one for one in found.values() if one.geonames is None]

    assert all(one.reason for one in found.values())
    assert sum(bool(one.candidates) for one in open_still) >= 0.99 * len(open_still)
    assert all(candidate.refused for one in open_still for candidate in one.candidates)
