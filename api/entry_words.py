"""What is wrong with a field that a person typed, in the language of the page.

The reasons are those of files, which are English; those that forms meet most have a text in both languages.
"""

from __future__ import annotations

import re

from graph.texts import Language, text

_KNOWN = (
    ("missing", re.compile(r"missing|no (?:ring|town) is named|the event has no title")),
    ("no_source", re.compile(r"no source")),
    ("date", re.compile(r"'(?P<given>.*)' is not a date like .*")),
    ("two_dates", re.compile(r"'(?P<given>.*)' can be read as two dates: .*")),
    ("no_day", re.compile(r"'(?P<given>.*)' is not a day of the calendar")),
    ("year", re.compile(r"the year (?P<given>\d+) is not between 800 and 2200")),
    ("before", re.compile(r"(?P<field>\w+) (?P<given>[\d-]+) is before \w+ (?P<other>[\d-]+)")),
    ("itself", re.compile(r".* is linked to itself|both towns are the same town .*")),
    ("address", re.compile(r".*an address begins with http.*|.* is not an address: .*")),
    ("formula", re.compile(r"'.*' is a formula; .*")),
    ("people", re.compile(r"'(?P<given>.*)' is not a number of people .*")),
)


def worded(reason: str, language: Language) -> str:
    """A reason in the page's language, with the heading that a file's row has before it; else as it is."""
    heading, sign, rest = reason.partition(": ")
    if sign and not _matched(reason) and _matched(rest):
        return f"{heading}: {worded(rest, language)}"
    if found := _matched(reason):
        name, match = found
        return text(f"add.wrong.{name}", language, **match.groupdict())
    return reason


def _matched(reason: str) -> tuple[str, re.Match[str]] | None:
    found = ((name, pattern.fullmatch(reason)) for name, pattern in _KNOWN)
    return next(((name, match) for name, match in found if match), None)
