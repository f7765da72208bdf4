"""The figures of the page on reliability: added up out of reports, put between marks, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.reliability_page import NETWORKS, Case, between, cases, table_of_networks, table_of_tests

CASE = """<testcase classname="tests.a" name="{name}"><properties>
<property name="{what}" value="{number}"/></properties>{end}</testcase>"""


def report(path: Path, *cases: tuple[str, str, int, bool]) -> Path:
    lines = [
        CASE.format(name=name, what=what, number=number, end="<failure>no</failure>" if failed else "")
        for name, what, number, failed in cases
    ]
    path.write_text(f"<testsuites><testsuite>{''.join(lines)}</testsuite></testsuites>", "utf-8")
    return path


def test_each_test_counts_as_it_ended_last(tmp_path: Path) -> None:
    first = report(tmp_path / "1.xml", ("one", "kills", 3, True), ("two", "kills", 50, False))
    second = report(tmp_path / "2.xml", ("one", "kills", 3, False), ("three", "values", 500, True))
    assert cases([first, second]) == [
        Case("a", {"kills": 3}, failed=False),
        Case("a", {"kills": 50}, failed=False),
        Case("a", {"values": 500}, failed=True),
    ]


def test_a_table_adds_up_what_tests_tell_and_says_how_many_failed() -> None:
    found = [Case("a", {"kills": 3}, False), Case("b", {"kills": 1050}, False), Case("a", {"values": 500}, True)]
    assert table_of_tests(found).splitlines()[2:] == ["| kills | 1,053 | 2 | none |", "| values | 500 | 1 | 1 |"]


def test_a_second_implementation_has_a_line_with_the_most_networks_that_a_test_of_it_compared() -> None:
    found = [Case("b", {NETWORKS: 20}, False), Case("b", {NETWORKS: 300}, True), Case("a", {"kills": 3}, False)]
    assert table_of_networks(found).splitlines()[2:] == ["| `b.py` | 300 | 2 | 1 |"]


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    page = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n"
    assert between(page, "x", "new\n") == "a\n<!-- x -->\nnew\n<!-- /x -->\nb\n"
    with pytest.raises(ValueError, match="'y'"):
        between(page, "y", "new\n")
