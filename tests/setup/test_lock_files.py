"""The lock files and the files for containers, as files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.settings import ROOT
from graph.version import program_version
from tests.docs.documents import tables

REQUIREMENTS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
PIN = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8")))


@pytest.mark.parametrize("path", [*REQUIREMENTS, ROOT / "package-lock.json"], ids=lambda path: path.name)
def test_a_lock_file_holds_no_registrys_address(path: Path) -> None:
    text = path.read_text("utf-8")
    assert '"resolved"' not in text
    assert not re.search(r"^\s*(-i|-f|--(extra-)?index-url|--find-links)\b", text, re.MULTILINE)
    addresses = set(re.findall(r"https?://([\w.-]+)", text))
    # Where npm packages ask for money, which npm writes into its lock file.
    assert addresses <= {"github.com", "opencollective.com"}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_hashes(path: Path) -> None:
    blocks = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
    assert [block for block in blocks if not (PIN.match(block) and "--hash=sha256:" in block)] == []


def test_the_tests_run_with_what_users_have() -> None:
    users, tests = ({match[0] for match in PIN.finditer(path.read_text("utf-8"))} for path in REQUIREMENTS)
    assert users - tests == set()


def test_the_driver_and_its_faster_half_are_of_one_version() -> None:
    pins = dict(PIN.findall(REQUIREMENTS[0].read_text("utf-8")))
    assert pins["neo4j-rust-ext"].startswith(pins["neo4j"])


def test_npm_packages_are_pinned_exactly() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert wanted == {name: locked[f"node_modules/{name}"]["version"] for name in wanted}


def test_the_compose_file_follows_the_official_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_compose_file_asks_for_the_password_and_has_none(compose: dict[str, Any]) -> None:
    for service, name in (("neo4j", "NEO4J_AUTH"), ("app", "NEO4J_PASSWORD")):
        value = compose["services"][service]["environment"][name]
        assert re.fullmatch(r"(neo4j/)?\$\{NEO4J_PASSWORD:\?[^}]+\}", value)


def test_no_container_runs_as_root(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["user"] == "7474:7474"
    users = re.findall(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert len(users) == 1
    assert "0" not in users[0]


def test_what_listens_to_the_world_may_write_its_own_folder_only(compose: dict[str, Any]) -> None:
    app = compose["services"]["app"]
    assert app["read_only"] is True
    assert (app["tmpfs"], app["volumes"]) == (["/tmp"], ["app-home:/var/lib/citynet"])
    assert [port.partition(":")[0] for port in app["ports"]] == ["127.0.0.1"]


def test_no_container_has_rights_beyond_a_users(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_a_proxy_in_front_of_the_containers_can_be_named(compose: dict[str, Any]) -> None:
    assert compose["services"]["app"]["environment"]["CITYNET_PROXY"] == "${CITYNET_PROXY:-}"


def test_every_package_stands_on_the_page_of_licences() -> None:
    (table,) = tables(ROOT / "docs" / "licences.md")
    listed = {(where, name) for where, name, _ in table.rows[1:]}
    pins = {("Python", name.lower()) for name, _ in PIN.findall(REQUIREMENTS[0].read_text("utf-8"))}
    npm = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert pins | {("web", name) for name in npm} <= listed
    assert [row for row in table.rows if not row[2] or row[2] in ("UNKNOWN", "not installed here")] == []


def _copied() -> set[str]:
    """What the Dockerfile copies out of the checkout."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    return {source for line in copied for source in line.split()}


def test_the_application_starts_from_what_the_image_holds(tmp_path: Path) -> None:
    for source in _copied():
        (tmp_path / source).symlink_to(ROOT / source)
    for package in ("graph", "loaders", "viz", "api"):
        (tmp_path / package).unlink()
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    made = [sys.executable, "-P", "-c", "from api.app import create_app; print(create_app().version)"]
    environment = {"PYTHONPATH": str(tmp_path), "CITYNET_HOME": str(tmp_path / "home")}
    done = subprocess.run(made, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == (program_version(), 0), done.stderr


def test_the_image_gets_what_the_dockerfile_copies() -> None:
    sources = _copied()
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {source for source in sources if not (ROOT / source).exists()} == set()
    assert sources == {line.removeprefix("!") for line in ignore if line.startswith("!")}
