"""The tables of `docs/reliability.md` that hold figures, out of what the last runs printed and reported.

`.venv/bin/python -m bench.reliability --out load.json` writes what it saw; pytest writes what its tests tell of
themselves with `--junitxml` (`./test --all` does so where `PYTEST_ADDOPTS` says it). Then

`.venv/bin/python -m bench.reliability_page --load load.json --tests report.xml [report.xml …]`

puts both between the marks of the page. Reports of several runs are added up, the same test counts as it ended last.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import parse

from graph.settings import ROOT

PAGE = ROOT / "docs" / "reliability.md"
NETWORKS = "random networks, each compared with a second implementation"
"""As tests tell of them."""


def main() -> None:
    """Fill the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--load", type=Path)
    parser.add_argument("--tests", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    page = PAGE.read_text("utf-8")
    if given.load:
        page = between(page, "load", load_table(json.loads(given.load.read_text("utf-8"))))
    if given.tests:
        found = cases(given.tests)
        page = between(page, "tests", table_of_tests(found))
        page = between(page, "networks", table_of_networks(found))
    PAGE.write_text(page, "utf-8")


def between(page: str, name: str, table: str) -> str:
    """The page with a table between the marks of this name; raises `ValueError` where those are missing."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    head, first, rest = page.partition(begin)
    _, second, tail = rest.partition(end)
    if not first or not second:
        raise ValueError(f"{PAGE.name} has no marks '{name}'")
    return f"{head}{begin}{table}{end}{tail}"


def load_table(seen: Mapping[str, Any]) -> str:
    """What the server held, beside what is wanted."""
    statuses = seen["statuses"]
    good = {status: count for status, count in statuses.items() if status in ("200", "304")}
    others = {status: count for status, count in statuses.items() if status not in good}
    server, neo4j = seen["memory"]["server"], seen["memory"]["Neo4j"]
    return _table(
        ("", "seen", "wanted"),
        [
            ("clients and minutes", f"{seen['clients']} for {seen['minutes']:g}", "200 for 10"),
            ("answers", f"{seen['answers']:,}, {seen['answers'] / seen['minutes'] / 60:.0f} a second", ""),
            ("200 and 304", _counts(good), ""),
            ("other answers", _counts(others), "404 and 409 where the name asked for is wrong; 429, 503"),
            ("connections broken", _counts(seen["broken"]) or "none", "none"),
            ("half of the good answers came within", f"{seen['p50']:.0f} ms", ""),
            (
                "99 % of them came within",
                f"{seen['p99']:.0f} ms, {seen['p99'] / seen['p50']:.0f} times as long",
                "under ten times",
            ),
            (
                "99 % of those of the second half of the time",
                f"{seen['late']['p99']:.0f} ms, {seen['late']['p99'] / seen['late']['p50']:.0f} times their half",
                "",
            ),
            ("memory of the server", _memory(server), "flat"),
            ("memory of Neo4j", _memory(neo4j), "flat"),
            ("left over", ", ".join(seen["left"]) or "nothing", "nothing"),
            ("connections half closed at the end", str(seen["half_closed"]), "0"),
        ],
    )


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {count:,}" for name, count in sorted(counts.items()))


def _memory(said: Mapping[str, Any]) -> str:
    by_quarter = ", ".join(f"{slope:+.1f}" for slope in said["slopes"])
    return f"{said['first']:.0f} to {said['last']:.0f} MB; MB a minute in each quarter of the time: {by_quarter}"


@dataclass(frozen=True, slots=True)
class Case:
    """A test as a report tells of it: its module, how much it tried of what, and whether it failed."""

    module: str
    tried: dict[str, int]
    failed: bool


def cases(reports: Iterable[Path]) -> list[Case]:
    """The tests that tell how much they tried, each as it ended last."""
    last: dict[tuple[str, str], Case] = {}
    for report in reports:
        for case in parse(report).iter("testcase"):
            said = [(one.get("name", ""), one.get("value", "")) for one in case.iter("property")]
            failed = case.find("failure") is not None or case.find("error") is not None
            module = case.get("classname", "").rpartition(".")[2]
            tried = {name: int(value) for name, value in said if value.isdigit()}
            last[case.get("classname", ""), case.get("name", "")] = Case(module, tried, failed)
    return [case for case in last.values() if case.tried]


def table_of_tests(found: Iterable[Case]) -> str:
    """A line for each thing that tests tell a number of: how much of it, in how many tests, how many failed."""
    by_name: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for case in found:
        for name, value in case.tried.items():
            by_name[name].append((value, case.failed))
    rows = [
        (name, f"{sum(value for value, _ in many):,}", str(len(many)), _failures(failed for _, failed in many))
        for name, many in sorted(by_name.items())
    ]
    return _table(("what was tried", "how many", "in tests", "of these failed"), rows)


def table_of_networks(found: Iterable[Case]) -> str:
    """A line for each second implementation: with how many random networks at most a test of it compared."""
    by_module: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for case in found:
        if NETWORKS in case.tried:
            by_module[case.module].append((case.tried[NETWORKS], case.failed))
    rows = [
        (f"`{name}.py`", str(max(value for value, _ in many)), str(len(many)), _failures(failed for _, failed in many))
        for name, many in sorted(by_module.items())
    ]
    return _table(("second implementation", "networks compared", "in tests", "of these with differences"), rows)


def _failures(failed: Iterable[bool]) -> str:
    return str(sum(failed) or "none")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
