"""The whole site as files: the application is asked for each page, as a browser would, and what it answers is written.

What needs the server is taken out of the pages (`viz.rewriting`). In the end each link is looked up among the files.
"""

from __future__ import annotations

import asyncio
import mimetypes
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

import httpx

from api.app import create_app
from api.printing import credited
from api.publishedfolder import PublishedFolder
from graph.countries import country_code
from graph.database import Row, run
from graph.errors import CitynetError
from graph.settings import Settings
from graph.statements.facts import facts
from graph.store import Store
from graph.texts import Language
from graph.things import version
from graph.things.map import map_data, map_sources
from graph.things.publishing import Everything, everything
from graph.version import program_version
from viz.mapfile import map_page_file
from viz.pages import View, render
from viz.published import FACTS, KINDS, LISTS, Contents, Target, search_index
from viz.rewriting import Rewritten, rewritten

AT_ONCE = 6
"""Pages that are asked for at the same time: Neo4j reads for one while another is rendered."""

_WAIT, _PATIENCE = 0.5, 1800
_HOST = "http://citynet.invalid"
Tell = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be published; `countries`: only towns of these, all for none."""

    languages: tuple[Language, ...]
    countries: frozenset[str] = frozenset()
    address: str = ""
    networks: bool = False
    pictures: bool = False


@dataclass(slots=True)
class Published:
    """What was published, in numbers; `left_out` by what it was, `broken` what a link leads to and is not there."""

    pages: int = 0
    pictures: int = 0
    files: int = 0
    bytes: int = 0
    removed: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def publish(config: Settings, store: Store, folder: PublishedFolder, wanted: Wanted, tell: Tell) -> Published:
    """Publish into the folder; `tell` is told how far it has come."""
    found = run(store.db, everything())
    if wanted.countries:
        found = Everything([town for town in found.towns if town["country"] in wanted.countries], found.things)
    return asyncio.run(_Publishing(config, store, folder, wanted, tell, found).publish())


def contents_of(found: Everything, wanted: Wanted, countries: Sequence[str]) -> Contents:
    """What a site has pages of."""
    things: dict[str, set[str]] = {kind: set() for kind in KINDS.values()}
    things["countries"] = set(countries)
    things["cities"] = {town["id"] for town in found.towns}
    for one in found.things:
        things[KINDS[one["type"]]].add(one["id"])
    return Contents(
        things=things,
        languages=wanted.languages,
        address=wanted.address,
        networks=wanted.networks,
        pictures=wanted.pictures,
        parts=not wanted.countries,
    )


class _Publishing:
    """One publishing: the files that are still to be made wait in a queue, in which each stands once."""

    def __init__(
        self, config: Settings, store: Store, folder: PublishedFolder, wanted: Wanted, tell: Tell, found: Everything
    ) -> None:
        self._store, self._folder, self._wanted, self._tell = store, folder, wanted, tell
        self._found = found
        self._map: Row = run(store.db, map_data())
        codes = {code for code in self._map["towns"]["country"] if code} | {town["country"] for town in found.towns}
        self._contents = contents_of(found, wanted, [code for code in codes if code and country_code(code) == code])
        self._version = run(store.db, version())
        patient = config.model_copy(
            update={"question_timeout": max(config.question_timeout, _PATIENCE / 3), "hosts": "*"}
        )
        self._app = create_app(patient, store=store, published=wanted.address)
        self._queue: asyncio.Queue[tuple[Target, Language]] = asyncio.Queue()
        self._known: set[str] = set()
        self._references: dict[str, str] = {}
        self._report = Published()

    async def publish(self) -> Published:
        """Make and write all files, then look whether each link leads to one."""
        self._folder.begin()
        try:
            async with self._app.router.lifespan_context(self._app):
                transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
                headers = {"Accept-Encoding": "identity", "Accept": "text/html"}
                async with httpx.AsyncClient(transport=transport, base_url=_HOST, headers=headers) as client:
                    self._own_pages()
                    self._seed()
                    await self._fetched(client)
        except BaseException:
            self._folder.interrupted()
            raise
        return self._finished()

    def _finished(self) -> Published:
        report, written = self._report, self._folder.written
        missing = sorted(set(self._references) - set(written))
        report.broken += [f"{self._references[file]} → {file}" for file in missing]
        about = {"program": f"citynet {program_version()}", "data_version": self._version}
        report.removed = self._folder.finish(about)
        report.files, report.bytes = len(written), sum(written.values())
        return report

    def _seed(self) -> None:
        """Everything that has a page, the lists first."""
        for lang in self._wanted.languages:
            paths = ["/", *(f"/{name}" for name in LISTS)]
            paths += [
                f"/{kind}/{quote(id_, safe='')}" for kind, ids in self._contents.things.items() for id_ in sorted(ids)
            ]
            for path in paths:
                self._want(self._contents.target(path, lang), lang)

    def _want(self, target: Target | None, lang: Language) -> None:
        if target is not None and target.file not in self._known:
            self._known.add(target.file)
            self._queue.put_nowait((target, lang))

    async def _fetched(self, client: httpx.AsyncClient) -> None:
        """Work through the queue, which grows by what pages lead to."""
        workers = [asyncio.create_task(self._work(client)) for _ in range(AT_ONCE)]
        waiting = asyncio.create_task(self._queue.join())
        try:
            await asyncio.wait([waiting, *workers], return_when=asyncio.FIRST_COMPLETED)
            for worker in workers:
                if worker.done():
                    worker.result()
        finally:
            for task in (waiting, *workers):
                task.cancel()
            await asyncio.gather(waiting, *workers, return_exceptions=True)

    async def _work(self, client: httpx.AsyncClient) -> None:
        while True:
            target, lang = await self._queue.get()
            answer = await _answer(client, target.address)
            if answer.status_code != httpx.codes.OK:
                self._report.broken.append(f"{target.address}: {answer.status_code}")
            elif target.file.endswith(".html"):
                self._page(answer.text, target.file, lang)
            else:
                self._folder.write(target.file, answer.content)
                self._report.pictures += (mimetypes.guess_type(target.file)[0] or "").startswith("image/")
            self._tell("publish", len(self._folder.written), len(self._known))
            self._queue.task_done()

    def _page(self, page: str, file: str, lang: Language) -> None:
        self._write(rewritten(page, file, _language(file, lang), self._contents), file)

    def _write(self, made: Rewritten, file: str) -> None:
        self._folder.write(file, made.html.encode())
        self._report.pages += 1
        self._note(made, file)

    def _note(self, made: Rewritten, file: str) -> None:
        self._report.left_out += made.left_out
        for target in made.targets.values():
            self._want(target, _language(target.file, "en"))
        for reference in made.references:
            self._references.setdefault(reference, file)

    def _own_pages(self) -> None:
        """What the application has in another form: the start, the search, the map, all facts."""
        own = ("search.html", "map.html", "search-index.js")
        self._known |= {FACTS, "index.html", *(f"{lang}/{name}" for lang in self._wanted.languages for name in own)}
        self._folder.write(FACTS, b"".join(facts(self._store.db)))
        sources, more = credited(run(self._store.db, map_sources()))
        for lang in self._wanted.languages:
            self._folder.write(f"{lang}/search-index.js", search_index(self._found.towns, self._found.things, lang))
            self._page(
                render("published_search.html", lang=lang, view=self._view("/search", lang)),
                f"{lang}/search.html",
                lang,
            )
            self._mapped(lang, sources, more)
        view = self._view("/", self._wanted.languages[0])
        start = render(
            "published_start.html", lang=self._wanted.languages[0], view=view, offered=self._wanted.languages
        )
        self._write(rewritten(start, "index.html", self._wanted.languages[0], self._contents), "index.html")

    def _mapped(self, lang: Language, sources: Sequence[Row], more: int) -> None:
        file = f"{lang}/map.html"
        notes: list[Rewritten] = []

        def shaped(page: str) -> str:
            notes.append(rewritten(page, file, lang, self._contents))
            return notes[-1].html

        lands = " ".join(sorted(self._wanted.countries)) or "*"
        view = self._view("/map", lang)
        page = map_page_file(self._map, lang, view, query="", sources=sources, more=more, shaped=shaped, lands=lands)
        self._folder.write(file, page.encode())
        self._report.pages += 1
        for made in notes:
            self._note(made, file)

    def _view(self, path: str, lang: Language) -> View:
        return View(
            path=path,
            query=(("lang", lang),),
            public_url=self._wanted.address,
            version=program_version(),
            data_version=self._version,
            lang_asked=lang,
            date=date.today().isoformat(),
            published=True,
        )


def _language(file: str, other: Language) -> Language:
    head = file.partition("/")[0]
    return "de" if head == "de" else "en" if head == "en" else other


async def _answer(client: httpx.AsyncClient, address: str) -> httpx.Response:
    """What the application answers; figures of the whole network are waited for.

    Raises `CitynetError` where they do not come.
    """
    for _ in range(int(_PATIENCE / _WAIT)):
        answer = await client.get(address, follow_redirects=False)
        if "Retry-After" not in answer.headers:
            return answer
        await asyncio.sleep(_WAIT)
    raise CitynetError(f"{address} did not come within {_PATIENCE} seconds; try again later")
