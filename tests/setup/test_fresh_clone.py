"""`./run` on a machine that has Python and nothing else of what it needs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from graph.settings import ROOT

pytestmark = pytest.mark.long

TOOLS = ("sh", "dirname", "basename", "readlink")
PATIENCE = 900


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git holds of this checkout, in a path with blanks and an umlaut."""
    folder = tmp_path_factory.mktemp("Ein neuer Klon für Köln") / "city net"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def bare_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH without Java, Node, npm and Maven."""
    folder = tmp_path_factory.mktemp("bin")
    for name in TOOLS:
        (folder / name).symlink_to(str(shutil.which(name)))
    (folder / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    return str(folder)


@pytest.fixture(scope="module")
def env(bare_path: str) -> dict[str, str]:
    ours = ("CITYNET_", "NEO4J_", "PYTHON", "VIRTUAL_ENV", "JAVA_HOME")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PATH": bare_path, "CITYNET_LINGER": "1"}


@contextmanager
def serving(clone: Path, env: dict[str, str], log: Path) -> Iterator[str]:
    """`./run` until it answers; Ctrl-C at the end. Yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (
        log.open("wb") as said,
        subprocess.Popen([clone / "run", "--port", str(port)], cwd="/", env=env, stdout=said, stderr=said) as run,
    ):
        end = time.monotonic() + PATIENCE
        while not ready(address):
            assert run.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < end, log.read_text("utf-8")
            time.sleep(0.5)
        yield address
        run.send_signal(signal.SIGINT)
        run.wait(60)


def ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/api/ready", timeout=30) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False


def partners(address: str) -> list[dict[str, Any]]:
    with urlopen(f"{address}/api/questions/partners?city=Bad+Homburg", timeout=60) as answer:
        return list(json.load(answer)["rows"])


def processes_of(clone: Path) -> list[list[str]]:
    found = []
    for process in psutil.process_iter():
        try:
            command = process.cmdline()
        except psutil.Error:
            continue
        if any(str(clone) in part for part in command):
            found.append(command)
    return found


def test_run_needs_python_only_and_leaves_nothing_behind(clone: Path, env: dict[str, str], tmp_path: Path) -> None:
    with serving(clone, env, tmp_path / "first.log") as address:
        rows = partners(address)
        assert len(rows) == 9
        assert sum(row["bilateral"] for row in rows) == 4
        said = subprocess.run(
            [clone / "citynet", "status", "--format", "json"],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            check=True,
        )
        status = json.loads(said.stdout)
        assert Path(status["home"]) == clone / ".citynet"
    end = time.monotonic() + 60
    while left := processes_of(clone):
        assert time.monotonic() < end, left
        time.sleep(0.2)

    with serving(clone, env, tmp_path / "second.log") as address:
        assert partners(address) == rows
    second = (tmp_path / "second.log").read_text("utf-8")
    assert not any(word in second for word in ("Making", "Installing", "Fetching"))
