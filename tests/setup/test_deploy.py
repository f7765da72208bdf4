"""The files of `deploy/`: a backup of the real knowledge base, the way to another version and back, units, settings."""

from __future__ import annotations

import configparser
import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import loaders
from api.app import create_app
from graph.database import Address, Database
from graph.settings import ROOT, Settings, settings
from graph.store import Store
from tests.api.serving import serving
from tests.conftest import SAMPLE

DEPLOY = ROOT / "deploy"
OLD = [f"citynet-2026-11-{day:02}T032000Z.ndjson.gz" for day in (1, 2, 3)]


def checkout(folder: Path) -> Path:
    """A checkout as the scripts know it: the program, here with the Python of the tests, and they themselves."""
    folder.mkdir()
    shutil.copytree(DEPLOY, folder / "deploy")
    program = folder / "citynet"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m api.cli "$@"\n', "utf-8")
    program.chmod(0o755)
    return folder


def call(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(one) for one in command],
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    folder = tmp_path / "Sicherungen von gestern"
    folder.mkdir()
    for name in (*OLD, "notes.txt"):
        (folder / name).write_bytes(b"")
    return folder


def test_a_backup_is_the_export_and_the_oldest_goes(kb: Database, tmp_path: Path, backups: Path) -> None:
    loaders.load(SAMPLE[2], db=kb)
    here = checkout(tmp_path / "citynet 1")
    made = call(here / "deploy" / "backup", backups, "2")
    assert made.returncode == 0, made.stderr
    newest = Path(made.stdout.splitlines()[-1])
    assert sorted(path.name for path in backups.iterdir()) == sorted([OLD[-1], newest.name, "notes.txt"])
    assert call(here / "citynet", "export", tmp_path / "now.ndjson").returncode == 0
    assert gzip.decompress(newest.read_bytes()) == (tmp_path / "now.ndjson").read_bytes()


def test_a_backup_that_fails_leaves_no_half_of_one_and_takes_none_away(tmp_path: Path, backups: Path) -> None:
    here = checkout(tmp_path / "citynet 1")
    told = tmp_path / "told"
    half = f"""#!/bin/sh
[ "$1" = export ] && echo half > "$2" && ls -A "$(dirname -- "$2")" > "{told}"
exit 1
"""
    (here / "citynet").write_text(half, "utf-8")
    made = call(here / "deploy" / "backup", backups, "1")
    assert made.returncode != 0
    assert len(told.read_text("utf-8").splitlines()) == len(OLD) + 2
    assert sorted(path.name for path in backups.iterdir()) == [*OLD, "notes.txt"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with two versions, the first of which is in use."""
    root = tmp_path / "opt"
    root.mkdir()
    for name in ("1", "2"):
        checkout(root / name)
    (root / "current").symlink_to(root / "1")
    return root


@pytest.fixture
def ready(kb: Database, neo4j_address: Address) -> Iterator[str]:
    """The address by which a program in use tells that it answers."""
    with serving(create_app(settings(), store=Store(kb, neo4j_address, private=True))) as address:
        yield f"{address}/api/ready"


def test_an_update_makes_a_backup_and_changes_the_version(installed: Path, ready: str, backups: Path) -> None:
    environment = {"CITYNET_ROOT": str(installed), "CITYNET_BACKUPS": str(backups), "CITYNET_RESTART": "true"}
    done = call(installed / "2" / "deploy" / "update", installed / "2", CITYNET_READY=ready, **environment)
    assert done.returncode == 0, done.stderr
    assert (installed / "current").resolve() == installed / "2"
    assert len(list(backups.glob("citynet-*.gz"))) == len(OLD) + 1


def test_an_update_that_does_not_answer_goes_back(kb: Database, installed: Path, backups: Path) -> None:
    environment = {"CITYNET_ROOT": str(installed), "CITYNET_BACKUPS": str(backups), "CITYNET_RESTART": "true"}
    nobody = {"CITYNET_READY": "http://127.0.0.1:1/api/ready", "CITYNET_TRIES": "1"}
    done = call(installed / "2" / "deploy" / "update", installed / "2", **environment, **nobody)
    assert done.returncode == 1
    assert "going back" in done.stderr
    assert (installed / "current").resolve() == installed / "1"


def test_an_update_backs_up_what_the_service_serves(installed: Path, tmp_path: Path, backups: Path) -> None:
    told = tmp_path / "told"
    program = f"""#!/bin/sh
echo "$1 ${{CITYNET_HOME-}} ${{CITYNET_PUBLIC_URL-}} $(id -un)" >> "{told}"
[ "$1" != export ] || echo {{}} > "$2"
"""
    for name in ("1", "2"):
        (installed / name / "citynet").write_text(program, "utf-8")
    service = tmp_path / "citynet.env"
    service.write_text("# comment\nCITYNET_HOME=/srv/a home\n\nCITYNET_PUBLIC_URL=https://citynet.example.org", "utf-8")
    tmp_path.joinpath("ready").touch()
    environment = {"CITYNET_ROOT": str(installed), "CITYNET_BACKUPS": str(backups), "CITYNET_RESTART": "true"}
    here = {"CITYNET_ENV": str(service), "CITYNET_USER": "", "CITYNET_READY": (tmp_path / "ready").as_uri()}
    done = call(installed / "2" / "deploy" / "update", installed / "2", **environment, **here)
    assert done.returncode == 0, done.stderr
    own = "/srv/a home https://citynet.example.org"
    assert [line.rpartition(" ")[0] for line in told.read_text("utf-8").splitlines()] == [
        f"questions {own}", f"export {own}"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["citynet.service", "citynet-backup.service", "citynet-backup.timer"])
def test_a_unit_starts_what_there_is_as_nobody_important(name: str) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string((DEPLOY / name).read_text("utf-8"))
    if not unit.has_section("Service"):
        assert unit.get("Timer", "OnCalendar")
        return
    program = Path(unit.get("Service", "ExecStart").split()[0])
    assert (ROOT / program.relative_to("/opt/citynet/current")).exists()
    assert unit.get("Service", "User") == "citynet"
    assert unit.get("Service", "ProtectSystem") == "strict"


def test_the_settings_for_a_server_are_settings() -> None:
    lines = (DEPLOY / "citynet.env").read_text("utf-8").splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert named <= {f"CITYNET_{name.upper()}" for name in Settings.model_fields}
