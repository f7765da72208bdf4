"""What `./run`, `./citynet` and `./test` do: set up what is missing, then hand over to the program.

Standard library only, and quick where nothing is missing: the program's own start follows.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from steps import PYTHON, ROOT, NotDoneError, environment, find_chromium, say, set_up

CHECKS = (
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("lint", ["-m", "ruff", "check", "."]),
    ("types", ["-m", "mypy"]),
    ("types of the set-up", ["-m", "mypy", "setup"]),
    ("import rules", ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"]),
)


def main(arguments: Sequence[str]) -> int:
    """Do what the script of this name does; returns an exit code where it does not hand over."""
    name, *rest = arguments
    try:
        set_up(dev=name == "test")
        if name == "run":
            return hand_over(["-m", "api.cli", "serve", *serve_options(rest)])
        if name == "citynet":
            return hand_over(["-m", "api.cli", *rest])
        return test(rest)
    except NotDoneError as error:
        say(f"Not done: {error}")
        return 1
    except KeyboardInterrupt:
        say("Interrupted; the next call goes on from here.")
        return 130


def serve_options(given: Sequence[str]) -> list[str]:
    """The options of `serve` for `./run`: the sample data comes along unless it is declined."""
    if "--no-sample" in given:
        return [option for option in given if option != "--no-sample"]
    return ["--sample-if-empty", *given]


def hand_over(arguments: Sequence[str]) -> int:
    """Become this Python program, in the caller's folder; -P keeps that folder's modules out."""
    os.execve(PYTHON, [str(PYTHON), "-P", *arguments], environment())  # noqa: S606 - becoming it is the point


def test(given: Sequence[str]) -> int:
    """Check and test all of it, or with pytest's arguments only what they name."""
    everything = "--all" in given
    rest = [argument for argument in given if argument != "--all"]
    if not rest and not checks_hold():
        return 1
    chromium, reason = find_chromium()
    left_out = [] if everything else ["long"]
    if not everything:
        say("Not run: the long tests; ./test --all runs them.")
    if not chromium:
        left_out.append("browser")
        say(f"Not run: the tests in a browser ({reason}).")
    os.chdir(ROOT)
    os.environ["CITYNET_TEST_CHROMIUM"] = chromium
    # One after the other on a server of somebody else's, which there is only one of.
    alone = rest or os.environ.get("CITYNET_TEST_NEO4J_URI")
    rest = rest if alone else ["-n", "2", "--dist", "load"]
    marks = ["-m", " and ".join(f"not {mark}" for mark in left_out)] if left_out and "-m" not in rest else []
    return hand_over(["-m", "pytest", *marks, *rest])


def checks_hold() -> bool:
    """Run every check, also after one has failed, and say whether all hold."""
    failed = []
    for title, command in CHECKS:
        say(f"Checking {title}")
        done = subprocess.run([PYTHON, "-P", *command], cwd=ROOT, env=environment(), check=False)
        if done.returncode:
            failed.append(title)
    if failed:
        say(f"Not right: {', '.join(failed)}. The tests were not run.")
    return not failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
