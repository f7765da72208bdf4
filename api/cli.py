"""The command line: `python -m api.cli COMMAND …`, or `./citynet COMMAND …`.

Exit codes: 0 done, 2 done but rows were rejected, 1 not done, 64 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import typer

from api.commands import (
    asking,
    bulk,
    fetching,
    forgetting,
    keeping,
    loading,
    picturing,
    publishing,
    reviewing,
    ringing,
)
from api.commands.output import ReaderGoneError, tell
from graph.errors import CitynetError, NotFoundError

USAGE = 64
INTERRUPTED = 130
_USAGE_OF_CLICK = 2
_OPEN = {"ignore_unknown_options": True, "allow_extra_args": True}
"""For commands that take a question's parameters."""

app = typer.Typer(
    name="citynet",
    help="A knowledge base of city networks: partnerships, rings, and what towns do together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help"]},
)
app.command("serve")(keeping.serve)
app.command("status")(keeping.status)
app.command("questions")(asking.questions)
app.command("find")(asking.find)
app.command("ask", context_settings=_OPEN)(asking.ask_question)
app.command("conflicts", context_settings=_OPEN)(asking.conflicts)
app.command("picture", context_settings=_OPEN)(picturing.picture)
app.command("publish")(publishing.publish_site)
app.command("load")(loading.load_files)
app.command("bulk-load")(bulk.bulk_load)
app.command("wikidata")(fetching.wikidata)
app.command("loads")(loading.list_loads)
app.command("undo")(loading.undo)
app.command("template")(loading.print_template)
app.command("schema")(loading.print_schema)
app.add_typer(reviewing.app, name="review")
app.command("merge")(keeping.merge)
app.command("split")(keeping.split)
app.command("suggest-rings")(ringing.suggest_rings)
app.command("forget-person")(forgetting.forget)
app.command("export")(keeping.export)
app.command("import")(keeping.import_)
app.command("migrate")(keeping.migrate)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code. Errors that people can do something about are one line, no traceback."""
    _speak_utf8()
    try:
        code = app(args=None if arguments is None else list(arguments), prog_name="citynet", standalone_mode=False)
    except typer.TyperException as error:
        tell(f"{error.format_message()} (citynet --help)")
        return USAGE if error.exit_code == _USAGE_OF_CLICK else error.exit_code
    except CitynetError as error:
        tell(_message(error))
        return error.exit_code
    except ReaderGoneError:
        return 0
    except OSError as error:
        tell(f"{error.filename or 'a file'} cannot be used: {error.strerror}")
        return 1
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _message(error: CitynetError) -> str:
    near = [str(one["name"]) for one in getattr(error, "nearest", [])]
    unsaid = isinstance(error, NotFoundError) and near and not any(name in str(error) for name in near)
    return f"{error}. Near to it: {', '.join(near)}" if unsaid else str(error)


if __name__ == "__main__":
    sys.exit(main())
