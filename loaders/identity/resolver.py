"""Which town each mention of a file means."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import Mention

from .codes import Code, Resolution
from .decide import decide
from .doubt import Doubt
from .fits import Asked, Fit, ask
from .gazetteer import Gazetteer
from .kinds import kind_of
from .namesakes import doubtful, in_spite, partner, reconsidered
from .partners import Partners, doubts, liked, numbered, partners_of
from .reasons import candidates, reason
from .verdict import Verdict


class Resolver:
    """Resolves mentions by what they and their file say, never by what is in the knowledge base."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def resolve(self, mentions: Sequence[Mention], pairs: Sequence[tuple[int, int]] = ()) -> list[Resolution]:
        """Return a resolution for each mention, in the order of `mentions`.

        `pairs` are positions of mentions that the file links. The order of mentions and pairs has no
        influence, and equal mentions get equal resolutions.
        """
        distinct, numbers = numbered(mentions)
        asked = [ask(self._gazetteer, mention) for mention in distinct]
        partners = partners_of(len(distinct), numbers, pairs)
        doubt = doubts(asked, partners)
        verdicts = [self._decide(entry, against, frozenset()) for entry, against in zip(asked, doubt, strict=True)]
        verdicts = self._ask_partners(asked, doubt, verdicts, partners)
        done = [self._resolution(entry, verdict) for entry, verdict in zip(asked, verdicts, strict=True)]
        return [done[number] for number in numbers]

    def _ask_partners(
        self, asked: list[Asked], doubt: list[Doubt], first: list[Verdict], partners: Partners
    ) -> list[Verdict]:
        """Return the decisions, those that were open decided again by what the first say of the partners."""
        verdicts = list(first)
        for number, verdict in enumerate(first):
            open_still = verdict.code in (Code.FAR, Code.AMBIGUOUS) or "ambiguous" in verdict.flags
            abroad = verdict.code is Code.NAME_NEAR_OTHER_COUNTRY
            if not open_still and not abroad and not doubtful(asked[number], verdict):
                continue
            linked = [partner(asked[other], first[other], self._gazetteer, asked[number]) for other in partners[number]]
            if open_still:
                rows = liked(self._gazetteer, number, asked, first, partners)
                if rows:
                    verdicts[number] = self._decide(asked[number], doubt[number], rows)
                if verdicts[number].code is Code.FAR:
                    verdicts[number] = in_spite(self._gazetteer, asked[number], linked) or verdicts[number]
            elif abroad:
                if verdict.fit and any(other.row == verdict.fit.row for other in linked):
                    refused = [(fit, "") for fit in asked[number].fits]
                    verdicts[number] = Verdict(None, Code.OTHER_COUNTRY, 0.6, {"conflict", "review"}, refused)
            else:
                verdicts[number] = reconsidered(self._gazetteer, asked[number], verdict, linked)
        return verdicts

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
