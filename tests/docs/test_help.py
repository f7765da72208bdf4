"""Every command has help with an example, and the documents name every command, question, network and chart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import typer

from api.cli import app
from graph.questions import QUESTIONS
from graph.settings import ROOT
from tests.docs.documents import DOCS, tables
from viz.charts.registry import CHARTS
from viz.graphs import has_graph

GROUP: Any = typer.main.get_command(app)
COMMANDS: Mapping[str, Any] = GROUP.commands
NAMES = re.compile(r"`([a-z-]+)`")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_with_an_example(name: str) -> None:
    said = COMMANDS[name].help or ""
    assert len(said.split("\n")[0]) > 20
    assert re.search(rf"\bcitynet {name}\b", said), f"the help of '{name}' shows no 'citynet {name} …'"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_explained(name: str) -> None:
    unsaid = [one.name for one in COMMANDS[name].params if not getattr(one, "help", None) and one.name != "help"]
    assert unsaid == []


def test_the_documents_name_all_commands_and_no_others() -> None:
    (listed, *_) = tables(DOCS / "commands.md")
    assert {name for row in listed.rows[1:] for name in NAMES.findall(row[0])} == set(COMMANDS)


def test_the_readme_names_all_questions_and_no_others() -> None:
    listed = next(table for table in tables(ROOT / "README.md") if table.rows[0][0] == "question")
    assert {name for row in listed.rows[1:] for name in NAMES.findall(row[0])} == set(QUESTIONS)


def test_the_page_on_networks_names_all_that_can_be_drawn_and_no_others() -> None:
    listed = next(table for table in tables(DOCS / "networks.md") if table.rows[0] == ["network", "question"])
    drawn = {name for name in QUESTIONS if has_graph(name)}
    assert {name for row in listed.rows[1:] for name in NAMES.findall(row[1])} == drawn


def test_the_page_on_charts_names_all_charts_with_their_questions_and_no_others() -> None:
    (listed,) = tables(DOCS / "charts.md")
    said = {name: set(NAMES.findall(row[2])) for row in listed.rows[1:] for name in NAMES.findall(row[0])}
    assert said == {name: {part.question for part in one.parts.values()} for name, one in CHARTS.items()}
