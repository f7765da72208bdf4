"""Which town each mention of a file means."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .codes import Code, Resolution
from .decide import decide
from .doubt import Doubt
from .fits import Asked, Fit
from .gazetteer import Gazetteer
from .kinds import kind_of
from .namesakes import doubtful, in_spite, partner, reconsidered
from .partners import Company, Listed, liked
from .reasons import candidates, reason
from .verdict import Verdict

Told = Callable[[str, int, int | None], None]
"""Hears how far deciding has come: `decide` or `think`, how many, of how many."""

_STEP = 100
"""Mentions between two words about how far it has come."""


class Resolver:
    """Resolves mentions by what they and their file say, never by what is in the knowledge base."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def resolve(
        self, mentions: Listed, pairs: Sequence[tuple[int, int]] = (), told: Told = lambda *_: None
    ) -> list[Resolution]:
        """Return a resolution for each mention, in the order of `mentions`.

        `pairs` are positions of mentions that the file links. The order of mentions and pairs has no
        influence, and equal mentions get equal resolutions. `told` hears how many different mentions are decided,
        and how many of the unclear ones were looked at again.
        """
        company = Company(self._gazetteer, mentions, pairs)
        done: dict[int, Resolution] = {}
        waiting: list[tuple[int, Doubt, Verdict]] = []
        for number in range(len(company)):
            asked, doubt = company.asked(number), company.doubt(number)
            verdict = self._decide(asked, doubt, frozenset())
            company.note(number, verdict)
            if number % _STEP == 0:
                told("decide", number, len(company))
            if _open(verdict) or verdict.code is Code.NAME_NEAR_OTHER_COUNTRY or doubtful(asked, verdict):
                waiting.append((number, doubt, verdict))
            else:
                done[number] = self._resolution(asked, verdict)
        for looked, (number, doubt, verdict) in enumerate(waiting):
            if looked % _STEP == 0:
                told("think", looked, len(waiting))
            verdict = self._ask_partners(number, doubt, verdict, company)
            done[number] = self._resolution(company.asked(number), verdict)
        return [done[number] for number in company.numbers]

    def _ask_partners(self, number: int, doubt: Doubt, first: Verdict, company: Company) -> Verdict:
        """Return the decision on a mention that is not clear, made again by what the file says of its partners."""
        asked = company.asked(number)
        linked = [
            partner(company.asked(other), company.row(other), self._gazetteer, asked)
            for other in company.partners(number)
        ]
        if _open(first):
            rows = liked(self._gazetteer, number, company)
            verdict = self._decide(asked, doubt, rows) if rows else first
            spite = in_spite(self._gazetteer, asked, linked) if verdict.code is Code.FAR else None
            return spite or verdict
        if first.code is Code.NAME_NEAR_OTHER_COUNTRY:
            if first.fit and any(other.row == first.fit.row for other in linked):
                refused = [(fit, "") for fit in asked.fits]
                return Verdict(None, Code.OTHER_COUNTRY, 0.6, {"conflict", "review"}, refused)
            return first
        return reconsidered(self._gazetteer, asked, first, linked)

    def _decide(self, asked: Asked, doubt: Doubt, rows: frozenset[int]) -> Verdict:
        given = asked.mention.geonames
        row = None if given is None else self._gazetteer.row(given)
        if row is not None:
            return Verdict(Fit(self._gazetteer.canonical(row), 1.0, 0, 0.0, 2), Code.GIVEN, 1.0)
        verdict = decide(self._gazetteer, asked, doubt, rows)
        if given is not None:
            verdict.flags |= {"conflict"}
            verdict.note = f"the gazetteer has no GeoNames {given}, which the source gives"
        return verdict

    def _resolution(self, asked: Asked, verdict: Verdict) -> Resolution:
        fit = verdict.fit
        country = self._gazetteer.country_of(fit.row) if fit else None
        if fit is None and len(asked.countries) == 1:
            country = next(iter(asked.countries))
        return Resolution(
            geonames=self._gazetteer.geonames(fit.row) if fit else None,
            country=country,
            kind=kind_of(self._gazetteer, asked, verdict),
            score=round(verdict.score, 3),
            code=verdict.code.value,
            reason=reason(self._gazetteer, asked, verdict),
            flags=tuple(sorted(verdict.flags)),
            candidates=candidates(self._gazetteer, asked, verdict),
        )


def _open(verdict: Verdict) -> bool:
    """Whether nothing, or not enough, decided."""
    return verdict.code in (Code.FAR, Code.AMBIGUOUS) or "ambiguous" in verdict.flags
