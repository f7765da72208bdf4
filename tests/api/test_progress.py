"""What a load shows of how far it has come: on a terminal a bar with rate and time left, else nothing."""

from __future__ import annotations

import io
import time

import pytest

from api.commands.progress import shown
from graph.texts import text

STAGES = ("wait", "read", "decide", "think", "towns", "rows")


class Terminal(io.StringIO):
    """An error output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def show(monkeypatch: pytest.MonkeyPatch, error_output: io.StringIO, what: str) -> str:
    monkeypatch.setattr("sys.stderr", error_output)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with shown() as tell:
        for number in range(0, 50, 10):
            tell(what, number, 100)
            time.sleep(0.15)  # the bar is drawn some times a second
    return error_output.getvalue()


def test_a_terminal_sees_rate_and_time_left_while_towns_are_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    said = show(monkeypatch, Terminal(), "decide")
    assert "Deciding towns" in said
    assert "40/100" in said
    assert "/s" in said
    assert "left 0:00:0" in said.replace("\x1b[36m", "").replace("\x1b[0m", "")


@pytest.mark.parametrize("what", STAGES)
def test_every_stage_has_words(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    assert text(f"command.load.{what}", "en") in show(monkeypatch, Terminal(), what)


def test_a_pipe_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert show(monkeypatch, io.StringIO(), "decide") == ""
