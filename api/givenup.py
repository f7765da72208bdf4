"""A request whose caller went away is stopped, in the database too."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class GivenUp:
    """Watches the callers of requests that only read; what writes is done to its end, for its caller may come back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self._app(scope, receive, send)
        gone, sent = asyncio.Event(), False

        async def sending(message: Message) -> None:
            nonlocal sent
            sent = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        async def answer() -> None:
            await self._app(scope, _bodiless(gone), sending)

        answering = asyncio.create_task(answer())
        watching = asyncio.create_task(_wait(receive, gone))
        try:
            await asyncio.wait((answering, watching), return_when=asyncio.FIRST_COMPLETED)
            if not answering.done() and not sent:  # after its end, an answer counts as gone, too
                answering.cancel()
            await asyncio.wait((answering,))
            if not answering.cancelled():
                answering.result()
        finally:
            answering.cancel()
            watching.cancel()


async def _wait(receive: Receive, gone: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


def _bodiless(gone: asyncio.Event) -> Receive:
    """What the application receives: no body, and word of the caller's leaving."""
    told = False

    async def receive() -> Message:
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    return receive
