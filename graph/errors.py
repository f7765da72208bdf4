"""The few errors of citynet. Each is named for what happened and its message says what to do.

CitynetError
├── UsageError             the caller asked for something that cannot be: wrong option, wrong file kind
├── StateError             what is asked for cannot be done as the knowledge base is now
├── InputError             a file or a value cannot be read; names row and field where there are any
├── NotFoundError          no such town, ring, event, source, question; carries the nearest names
│   └── GoneError          it was here and was removed (410)
├── AmbiguousTownError     a name fits several towns; carries them
├── AmbiguousThingError    a name fits several things of another kind; carries them
├── DatabaseError          the database answered with an error
│   ├── DatabaseAwayError  the database cannot be reached now; trying again can help
│   │   ├── BusyError          too many questions wait for the database already
│   │   └── LoadStoppedError  it went away in the middle of a load; tells what is written and how to go on
│   ├── QueryTimeoutError  the question took longer than allowed
│   └── ForeignDatabaseError  the database holds something else, or another schema version
├── NotReadyError          a figure of the whole network is being computed; asking again soon gives it
├── ServiceError           a service on the network does not answer as it should
└── SetupError             something of the installation is missing or damaged
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class CitynetError(Exception):
    """Base of all errors of citynet. `status` is the HTTP status, `exit_code` that of the command."""

    status = 500
    exit_code = 1
    code = "error"


class UsageError(CitynetError):
    """The call cannot be understood as it was made; `reason` tells it as `{type, …}`, to be said in any language."""

    status = 422
    exit_code = 64
    code = "usage"

    def __init__(self, message: str, *, parameter: str | None = None, reason: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.reason = dict(reason or {})


class StateError(CitynetError):
    """What is asked for cannot be done as the knowledge base is now, as taking back a load twice."""

    status = 409
    code = "state"


class InputError(CitynetError):
    """A file or value cannot be read."""

    status = 422
    code = "input"


class NotFoundError(CitynetError):
    """Nothing of that name or id is in the knowledge base."""

    status = 404
    code = "not-found"

    def __init__(
        self,
        message: str,
        *,
        nearest: Sequence[Mapping[str, Any]] = (),
        parameter: str | None = None,
        given: str | None = None,
    ) -> None:
        super().__init__(message)
        self.nearest = list(nearest)
        self.parameter = parameter
        self.given = given


class GoneError(NotFoundError):
    """It was here, and every fact about it has been taken back."""

    status = 410
    code = "gone"


class AmbiguousTownError(CitynetError):
    """A name fits several towns of the knowledge base; `towns` are they, with country, region, population.

    `given` is the name as it was given, `parameter` where.
    """

    status = 409
    code = "ambiguous-town"

    def __init__(
        self,
        message: str,
        *,
        towns: Sequence[Mapping[str, Any]],
        parameter: str | None = None,
        given: str | None = None,
    ) -> None:
        super().__init__(message)
        self.towns = list(towns)
        self.parameter = parameter
        self.given = given


class AmbiguousThingError(CitynetError):
    """A name fits several things of one kind, such as two persons; `candidates` are they: id, name, and what differs.

    `given` is the name as it was given, `parameter` where.
    """

    status = 409
    code = "ambiguous-thing"

    def __init__(
        self,
        message: str,
        *,
        candidates: Sequence[Mapping[str, Any]],
        parameter: str | None = None,
        given: str | None = None,
    ) -> None:
        super().__init__(message)
        self.candidates = list(candidates)
        self.parameter = parameter
        self.given = given


class DatabaseError(CitynetError):
    """The database answered with an error."""

    code = "database"


class DatabaseAwayError(DatabaseError):
    """The database cannot be reached now."""

    status = 503
    code = "database-away"


class BusyError(DatabaseAwayError):
    """Too many questions wait for the database already."""

    code = "busy"


class LoadStoppedError(DatabaseAwayError):
    """The database went away in the middle of a load and did not come back in time.

    `load` is the load's id, empty before it began; `rows` of `of` rows of the file are written.
    """

    code = "load-stopped"

    def __init__(self, file: str, load: str, *, rows: int, of: int, why: str) -> None:
        begun = f"{rows} of {of} rows are written (load {load})" if load else "nothing is written"
        super().__init__(
            f"{file}: the load stopped, for the database went away and did not come back in time; {begun}. Nothing is "
            f"half done: when Neo4j runs again, run the same command again, and it goes on. ({why})"
        )
        self.file, self.load, self.rows, self.of = file, load, rows, of


class QueryTimeoutError(DatabaseError):
    """The question took longer than allowed."""

    status = 504
    code = "timeout"


class ForeignDatabaseError(DatabaseError):
    """The database holds something that is not ours, or another schema version."""

    code = "foreign-database"


class NotReadyError(CitynetError):
    """A figure of the whole network is being computed; in `retry_after` seconds it may be there."""

    status = 503
    code = "not-ready"
    retry_after = 5


class ServiceError(CitynetError):
    """A service on the network does not answer, or not what it should."""

    status = 502
    code = "service"


class SetupError(CitynetError):
    """Something of the installation is missing or damaged."""

    code = "setup"
