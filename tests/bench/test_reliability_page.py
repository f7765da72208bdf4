"""The figures of the page on reliability: added up out of reports, put between marks, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.reliability_page import between, table_of_tests, told

CASE = """<testcase classname="tests.a" name="{name}"><properties>
<property name="{what}" value="{number}"/></properties>{end}</testcase>"""


def report(path: Path, *cases: tuple[str, str, int, bool]) -> Path:
    lines = [
        CASE.format(name=name, what=what, number=number, end="<failure>no</failure>" if failed else "")
        for name, what, number, failed in cases
    ]
    path.write_text(f"<testsuites><testsuite>{''.join(lines)}</testsuite></testsuites>", "utf-8")
    return path


def test_what_tests_tell_is_added_up_and_the_last_run_of_a_test_counts(tmp_path: Path) -> None:
    first = report(tmp_path / "1.xml", ("one", "kills", 3, True), ("two", "kills", 50, False))
    second = report(tmp_path / "2.xml", ("one", "kills", 3, False), ("three", "values", 500, True))
    assert told([first, second]) == {"kills": (53, 2, 0), "values": (500, 1, 1)}


def test_a_table_says_how_many_failed() -> None:
    assert table_of_tests({"kills": (53, 2, 0), "values": (1500, 1, 1)}).splitlines()[2:] == [
        "| kills | 53 | 2 | none |",
        "| values | 1,500 | 1 | 1 |",
    ]


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    page = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n"
    assert between(page, "x", "new\n") == "a\n<!-- x -->\nnew\n<!-- /x -->\nb\n"
    with pytest.raises(ValueError, match="'y'"):
        between(page, "y", "new\n")
