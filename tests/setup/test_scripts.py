"""The scripts `run` and `citynet` in a checkout of the test's own: the real set-up, with a tiny program in it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from graph.settings import ROOT

# The program: says how it was called. It needs the one package that its lock file names.
PROGRAM = """
import json, os, sys
import anyascii
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "program": __file__,
                  "pythonpath": os.environ["PYTHONPATH"]}))
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny checkout, not set up yet, in a path with blanks and an umlaut."""
    folder = tmp_path_factory.mktemp("Prüf stand") / "city net"
    for name in ("run", "citynet", "setup", "graph/local/neo4j.lock"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "api").mkdir()
    (folder / "api" / "cli.py").write_text(PROGRAM, "utf-8")
    (folder / "requirements.lock").write_text(_pin("anyascii"), "ascii")
    (folder / "requirements-dev.lock").write_text(_pin("anyascii"), "ascii")
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    asset = packages["node_modules/world-atlas"]
    package = {"name": "tiny", "dependencies": {"world-atlas": asset["version"]}}
    locked = {"": package, "node_modules/world-atlas": asset}
    (folder / "package.json").write_text(json.dumps(package), "ascii")
    (folder / "package-lock.json").write_text(json.dumps({"lockfileVersion": 3, "packages": locked}), "ascii")
    shutil.copy(ROOT / ".npmrc", folder)
    return folder


def _pin(package: str) -> str:
    """The package's block of the project's lock file."""
    text = (ROOT / "requirements.lock").read_text("ascii")
    start = text.index(f"\n{package}==") + 1
    return text[start:].split("\n", 1)[0] + "\n" + "".join(_hash_lines(text[start:]))


def _hash_lines(text: str) -> list[str]:
    lines = text.splitlines(keepends=True)[1:]
    end = next((i for i, line in enumerate(lines) if not line.startswith(" ")), len(lines))
    return lines[:end]


def call(
    script: Path, *arguments: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Call a script as a user with a Neo4j of his own, for whom no jars are fetched."""
    given = {**os.environ, "NEO4J_URI": "bolt://127.0.0.1:9", **(env or {})}
    return subprocess.run([script, *arguments], cwd=cwd, env=given, capture_output=True, text=True, check=False)


def test_the_first_call_sets_up_and_later_ones_find_it_done(checkout: Path, tmp_path: Path) -> None:
    first = call(checkout / "run", "--port", "8123", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert [line.split(" ")[0] for line in first.stderr.splitlines() if line[:1].isupper()] == [
        "Making",
        "Installing",
        "Installing",
    ]
    assert json.loads(first.stdout)["arguments"] == ["serve", "--sample-if-empty", "--port", "8123"]
    second = call(checkout / "run", "--no-sample", cwd=tmp_path)
    assert second.stderr == ""
    assert json.loads(second.stdout)["arguments"] == ["serve"]


def test_a_command_keeps_folder_arguments_and_output(checkout: Path, tmp_path: Path) -> None:
    # A link to the script in a folder with modules of the same names.
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "cli.py").write_text("raise SystemExit('the wrong program')", "ascii")
    link = tmp_path / "verknüpfung"
    link.symlink_to(checkout / "citynet")
    arguments = ["ask", "partners", "--city", "Bad Homburg", "", "--no-sample", "a*b", "$HOME", "Łódź"]
    done = call(link, *arguments, cwd=tmp_path)
    said = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert said["arguments"] == arguments
    assert said["folder"] == str(tmp_path)
    assert Path(said["program"]) == checkout / "api" / "cli.py"
    assert said["pythonpath"] == str(checkout)


def test_a_set_up_that_was_broken_off_is_made_anew(checkout: Path, tmp_path: Path) -> None:
    # What a kill in the middle of pip leaves: packages in pieces, and the note that pip had begun.
    (module,) = (checkout / ".venv").glob("lib/python*/site-packages/anyascii")
    shutil.rmtree(module)
    (checkout / ".venv" / "installed").unlink()
    (checkout / ".venv" / "half-installed").touch()
    done = call(checkout / "citynet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Making .venv" in done.stderr
    assert call(checkout / "citynet", cwd=tmp_path).stderr == ""


def test_a_package_with_another_hash_is_refused(checkout: Path, tmp_path: Path) -> None:
    lock = checkout / "requirements.lock"
    good = lock.read_text("ascii")
    wrong = hashlib.sha256(b"something else").hexdigest()
    lock.write_text(good.split("\n", 1)[0] + f"\n    --hash=sha256:{wrong}\n", "ascii")
    for part in (checkout / ".venv").glob("lib/python*/site-packages/anyascii*"):
        shutil.rmtree(part)  # else pip has no need to fetch it
    done = call(checkout / "citynet", cwd=tmp_path)
    lock.write_text(good, "ascii")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Not done: pip could not install requirements.lock" in done.stderr


def test_an_old_python_is_told_what_is_needed(checkout: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "basename", "readlink"):
        (tools / name).symlink_to(str(shutil.which(name)))
    for name in ("python3", "python"):
        (tools / name).write_text("#!/bin/sh\nexit 1\n", "ascii")
        (tools / name).chmod(0o755)
    shutil.rmtree(checkout / ".venv", ignore_errors=True)
    done = call(checkout / "run", cwd=tmp_path, env={"PATH": str(tools)})
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
