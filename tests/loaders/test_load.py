"""What a file brings beside its rows."""

from __future__ import annotations

from pathlib import Path

from graph import things
from graph.database import Database, run
from graph.questions import question
from graph.questions.asking import ask
from loaders import load


def test_a_source_speaks_for_its_town_though_each_row_names_another(kb: Database, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("city_a,country_a,city_b,country_b,source_title\nVenlo,NL,Leicester,GB,Another\n", "utf-8")
    about = "title: Krefeld's own list\nspeaks_for: {name: Krefeld, country: DE}\n"
    file.with_name("own.csv.source.yaml").write_text(about, "utf-8")
    load(file, db=kb)
    assert run(kb, things.source("own"))["speaks_for"]["name"] == "Krefeld"


def said(file: Path, *rows: str, heading: str = "city_a,country_a,city_b,country_b,since") -> Path:
    file.write_text("\n".join((heading, *rows)) + "\n", "utf-8")
    return file


def partners(kb: Database, town: str) -> list[str]:
    return [row["name"] for row in run(kb, ask(question("partners"), {"city": town})).rows]


def test_a_rejected_row_prunes_nothing(kb: Database, tmp_path: Path) -> None:
    file, others = tmp_path / "list.csv", ("Krefeld,DE,Leicester,GB,1969", "Krefeld,DE,Leiden,NL,1974")
    load(said(file, "Krefeld,DE,Venlo,NL,1964", *others), db=kb)
    report = load(said(file, "Krefeld,DE,Venlo,NL,nineteen", others[0]), db=kb, prune=True)
    assert (report.rejected, sorted(partners(kb, "Krefeld"))) == (1, ["Leicester", "Venlo"])
    # What the row was about it says no more, once the row is mended.
    load(said(file, others[0]), db=kb, prune=True)
    assert partners(kb, "Krefeld") == ["Leicester"]


def test_a_rejected_event_keeps_its_towns(kb: Database, tmp_path: Path) -> None:
    heading = "title,begin,place,country,participants"
    file = tmp_path / "events.csv"
    load(
        said(
            file,
            "Youth meeting,2019-05,Krefeld,DE,Venlo (NL); Krefeld (DE)",
            "Games,2020,Krefeld,DE,Krefeld (DE)",
            heading=heading,
        ),
        db=kb,
    )
    load(
        said(
            file,
            "Youth meeting,2019-77,Krefeld,DE,Venlo (NL); Krefeld (DE)",
            "Fair,2021,Krefeld,DE,Krefeld (DE)",
            heading=heading,
        ),
        db=kb,
        prune=True,
    )
    rows = run(kb, ask(question("events"), {"city": "Venlo"})).rows
    assert [row["title"] for row in rows] == ["Youth meeting"]
    rows = run(kb, ask(question("events"), {"city": "Krefeld"})).rows
    assert sorted(row["title"] for row in rows) == ["Fair", "Youth meeting"]
