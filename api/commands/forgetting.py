"""The command `forget-person`."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.base import Format, TextOrJson, opened
from api.commands.output import language, print_json, say
from graph.statements.forgetting import forget_person


def forget(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The person's id, as on the person's page or from 'find'.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    format_: Format = TextOrJson.TEXT,
) -> None:
    """Forget a person for good: everywhere, in exports and in what is loaded later. This cannot be taken back.

    All people of that name go, for a name that is kept out cannot come in again.

    Example: citynet forget-person frank-meyer-554463 --dry-run
    """
    with opened() as store:
        told = forget_person(store.db, id_, dry_run=dry_run)
    if format_ is TextOrJson.JSON:
        people = list(told.people) if dry_run else [person["id"] for person in told.people]
        print_json({"people": people, "removed": told.removed, "cleaned": told.cleaned, "dry_run": dry_run})
        return
    if dry_run:
        for person in told.people:
            office = person.get(f"office_{language()}") or person["office"]
            say(
                "forget.person", name=", ".join(filter(None, (person["name"], office, person["town"]))), id=person["id"]
            )
    key = "forget.would" if dry_run else "forget.done"
    say(key, count=len(told.people), removed=told.removed, cleaned=told.cleaned)
