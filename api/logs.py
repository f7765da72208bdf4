"""What the server writes about itself: lines for people on a terminal, lines of JSON elsewhere.

A line carries the id of the request it is about. No line carries what was asked: routes stand in place of addresses,
and of an error there is its kind and its place in the program; its message, which may quote what was asked, comes with
`CITYNET_LOG=debug` only.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

ROOT = logging.getLogger("citynet")
_FRAMES = 30


def write_logs(level: str, stream: TextIO | None = None) -> logging.Handler:
    """Let all logs go to the stream, the error output by default; returns the handler that does it."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(_Places(quoting=level == "debug")),
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer(pad_event_to=10)
        if stream.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=True, default=repr)
    )
    without: Processor = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[without, _plain, last])
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    ROOT.setLevel(level.upper())
    return handler


class _Places:
    """An exception as its kind and the places in the program it came through; with its message where that is wanted."""

    def __init__(self, *, quoting: bool) -> None:
        self._quoting = quoting

    def __call__(self, exc_info: ExcInfo) -> str:
        """One line for each exception of the chain, the last one first."""
        found = structlog.tracebacks.extract(*exc_info, show_locals=False)
        return "\n".join(self._told(stack) for stack in found.stacks)

    def _told(self, stack: structlog.tracebacks.Stack) -> str:
        said = f"{stack.exc_type}: {stack.exc_value}" if self._quoting else stack.exc_type
        return " < ".join([said, *(f"{one.filename}:{one.lineno} {one.name}" for one in stack.frames[-_FRAMES:][::-1])])


def _plain(_: Any, __: str, event: EventDict) -> EventDict:
    """Without line breaks, of which somebody could make lines of his own on a terminal."""
    return {name: value.replace("\r", " ") if isinstance(value, str) else value for name, value in event.items()}
