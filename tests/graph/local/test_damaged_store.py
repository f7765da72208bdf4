"""A store whose files were damaged, or whose disk is full: nobody gets a wrong answer, and a backup is the way back."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from graph.errors import CitynetError
from graph.local.place import Place
from graph.model import LinkContent
from graph.settings import ROOT, Settings
from graph.statements.facts import backup, facts, restore
from graph.store import open_store
from tests.graph.statements.writing import load, town

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]  # Neo4j starts several times


def stopped(settings: Settings) -> None:
    until = time.monotonic() + 120
    while Place.of(settings.home).has_server():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_a_damaged_store_is_refused_and_a_backup_brings_all_back(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", linger=0, heap="512m", page_cache="64m")
    with open_store(settings) as store:
        load(store.db, "list", [LinkContent(a=town("Anna"), b=town("Berta"))])
        whole, kept = b"".join(facts(store.db)), list(backup(store.db))
    stopped(settings)
    damaged = 0
    for file in settings.home.rglob("neostore*"):
        if file.is_file() and file.stat().st_size:
            file.write_bytes(b"\x00damaged" * (file.stat().st_size // 8 + 1))
            damaged += 1
    assert damaged > 5
    with pytest.raises(CitynetError) as told, open_store(settings):
        pass
    assert str(told.value)
    stopped(settings)
    again = settings.model_copy(update={"home": tmp_path / "restored"})
    with open_store(again) as store:
        restore(store.db, kept)
        assert b"".join(facts(store.db)) == whole
    stopped(again)


def test_two_servers_of_one_home_answer_alike_and_one_may_end(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", linger=0, heap="512m", page_cache="64m")
    with open_store(settings) as one, open_store(settings) as other:
        load(one.db, "list", [LinkContent(a=town("Anna"), b=town("Berta"))])
        assert list(facts(one.db)) == list(facts(other.db))
        code = (
            "from graph.settings import Settings\nfrom graph.store import open_store\n"
            f"with open_store(Settings(home={str(settings.home)!r}, linger=0)) as s: print(s.address.uri)"
        )
        ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == one.address.uri
        address = Place.of(settings.home).address()
        assert address
        assert psutil.pid_exists(address.pid)
        assert list(facts(other.db))
    stopped(settings)
