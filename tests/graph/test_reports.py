"""Reports of errors: what is taken from a visitor."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from graph.reports import ReportGiven


def test_letters_that_cannot_be_seen_are_left_out_and_lines_kept() -> None:
    given = ReportGiven(of="city", id="gn1", wrong="Die\u200b Zahl\r\nist\x00 falsch")
    assert given.wrong == "Die Zahl\nist falsch"


@pytest.mark.parametrize("wrong", ["\u200b\u200b\u200b", " \u200b ", "ab\u200b"])
def test_a_report_of_nothing_that_can_be_seen_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        ReportGiven(of="city", id="gn1", wrong=wrong)
