"""Every command of the documents runs, prints what the documents show, and every address they name answers.

Commands run in this process as `./citynet` would, in a folder of the document's own, on the sample data: by default
without the world network, in `./test --all` with it. What a document shows must hold on both. `citynet wikidata` asks a
query service of the tests.
"""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import neo4j
import pytest
from openpyxl import Workbook

import loaders
from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from loaders.sample import load_sample, sample_files
from tests.api.commands import citynet
from tests.api.serving import serving
from tests.docs.documents import GAP, Step, blocks, documents, name_of, steps
from tests.loaders.live.playing import playing

Capture = pytest.CaptureFixture[str]

NOT_RUN = {
    "./run",
    "./test",
    "./test --all",
    "./test tests/graph/questions -k partners",
    "CITYNET_TEST_NEO4J_URI=bolt://127.0.0.1:7687 CITYNET_TEST_NEO4J_PASSWORD=… ./test",
    "NEO4J_PASSWORD=… docker compose up --wait",
    "NEO4J_URI=neo4j+s://example.org NEO4J_PASSWORD=… ./run",
    "CITYNET_HOME=~/another ./run --port 8010",
}
"""They set up a machine, serve until stopped, or need another server; `tests/setup` and `tests/api` try them."""

LONG = {
    "./citynet publish site",
    "./citynet publish france --country France --lang en --address https://example.org/twins --format json",
}
"""They take long, and run with all the sample data in `./test --all` only; test_publishing.py publishes less."""

OURS = re.compile(r"http://127\.0\.0\.1:8000(/[^\s`\"')>]*)?")
CODE = re.compile(r"exit code (\d+)")


def few(kb: Database) -> None:
    for file in sample_files():
        if "world" not in file.name:
            loaders.load(file, db=kb)


def everything(kb: Database) -> None:
    load_sample(kb)


def test_commands_that_no_test_runs_are_few_and_known() -> None:
    console = {
        line
        for path in documents()
        if path.name != "deploy.md"  # these are for root on a server; test_deploy.py tries what they call
        for block in blocks(path)
        if block.language == "console"
        for line in block.text.splitlines()
    }
    assert console == NOT_RUN


@pytest.mark.parametrize("load", [few, pytest.param(everything, marks=pytest.mark.long)])
def test_the_commands_of_the_documents_do_what_is_shown(
    load: Callable[[Database], None],
    kb: Database,
    neo4j_address: Address,
    tmp_path: Path,
    capfd: Capture,
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    load(kb)
    app = create_app(settings(), store=Store(kb, neo4j_address, private=True))
    with (
        playing() as wikidata,
        serving(app) as address,
        httpx.Client(base_url=address, timeout=120, follow_redirects=True) as client,
    ):
        monkeypatch.setattr(settings(), "wikidata_url", wikidata.url)
        for path in documents():
            folder = tmp_path / path.stem
            folder.mkdir()
            monkeypatch.chdir(folder)
            for step in steps(path):
                if load is few and LONG & set(step.commands):
                    continue
                with subtests.test(f"{name_of(path)}, line {step.line}"):
                    do(step, capfd, neo4j_address)
            for asked in sorted({match[1] or "/" for match in OURS.finditer(path.read_text("utf-8"))}):
                with subtests.test(f"{name_of(path)}: {asked}"):
                    assert page(client, asked).status_code == 200


def page(client: httpx.Client, asked: str) -> httpx.Response:
    """A page, when the figures that it shows are computed."""
    for _ in range(60):
        answer = client.get(asked, headers={"Accept": "text/html"})
        if answer.status_code != 503:
            break
        time.sleep(1)
    return answer


def do(step: Step, capfd: Capture, address: Address) -> None:
    """Do what the step says, and look whether it prints what the document shows."""
    if step.file is not None:
        lay_down(Path(step.file), step)
        return
    if step.language == "python":
        capfd.readouterr()
        exec(compile(step.code, f"line {step.line}", "exec"), {"__name__": "__main__"})
        printed = "".join(capfd.readouterr())
    elif step.language == "cypher":
        printed = cypher(step.code, address)
    else:
        printed = "".join(run(command, capfd) for command in step.commands)
    if step.shown is not None:
        assert shows(step.shown, printed), f"shown:\n{step.shown}\nprinted:\n{printed}"


def lay_down(path: Path, step: Step) -> None:
    if not step.table:
        path.write_text(step.content, "utf-8")
        return
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in step.table:
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    workbook.save(path)
    workbook.close()


def run(command: str, capfd: Capture) -> str:
    """Run `./citynet …`, perhaps with `> FILE` or `< FILE`; it must end with 0, or as a comment behind it says."""
    said = CODE.search(command.partition(" # ")[2])
    program, *arguments = shlex.split(command, comments=True)
    assert program == "./citynet", f"no test runs '{command}'; mark it console and list it in NOT_RUN"
    if arguments[0] == "undo":
        # Which number a load has hangs on what was loaded before; documents undo the newest.
        found = citynet(capfd, "loads", "--format", "json").json["loads"]
        arguments[1] = next(one["load"] for one in found if one["state"] == "done")
    stdin = Path(taken).read_bytes() if (taken := after("<", arguments)) else b""
    out = after(">", arguments)
    ran = citynet(capfd, *arguments, stdin=stdin)
    assert ran.code == (int(said[1]) if said else 0), f"{command}: {ran.code}\n{ran.out}\n{ran.err}"
    if out is None:
        return ran.out + ran.err
    Path(out).write_text(ran.out, "utf-8")
    return ran.err


def after(sign: str, arguments: list[str]) -> str | None:
    """Take a redirection out of the arguments; returns the file's name."""
    if sign not in arguments:
        return None
    place = arguments.index(sign)
    name = arguments[place + 1]
    del arguments[place : place + 2]
    return name


def cypher(query: str, address: Address) -> str:
    """The rows of a query as lines; it may not write, and Neo4j may find nothing in it to warn of."""
    auth = (address.user, address.password)
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver,
        driver.session(database=address.database, default_access_mode="READ") as session,
    ):
        result = session.run(query)
        lines = [" ".join(map(str, record.values())) for record in result]
        warned = [one.status_description for one in result.consume().gql_status_objects if one.is_notification]
    assert (warned, bool(lines)) == ([], True)
    return "\n".join(lines)


def shows(shown: str, printed: str) -> bool:
    """Whether a text was printed, apart from blanks and from what `…` stands for."""
    rest = flat(printed)
    first, *others = map(flat, shown.split(GAP))
    if not rest.startswith(first):
        return False
    rest = rest.removeprefix(first)
    if not others:
        return not rest
    *between, last = others
    for part in between:
        _, found, rest = rest.partition(part) if part else ("", "yes", rest)
        if not found:
            return False
    return rest.endswith(last)


def flat(text: str) -> str:
    return " ".join(text.split())
