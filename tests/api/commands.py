"""Running a command in tests: in this process, as `./citynet` would, with what it printed."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from api.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The standard output, which must be one JSON document."""
        return json.loads(self.out)


def citynet(capfd: pytest.CaptureFixture[str], *arguments: object, stdin: bytes = b"") -> Ran:
    """Run `citynet ARGUMENTS…` on the tests' knowledge base."""
    capfd.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(argument) for argument in arguments])
    return Ran(code, *capfd.readouterr())
