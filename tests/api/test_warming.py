"""The questions are asked once at the start, in the background."""

from __future__ import annotations

import time

import httpx


def test_in_the_end_each_question_was_asked_once(client: httpx.Client) -> None:
    end = time.monotonic() + 60
    while not (warm := client.get("/api/ready").json()["warm"]) and time.monotonic() < end:
        time.sleep(0.1)
    assert warm
