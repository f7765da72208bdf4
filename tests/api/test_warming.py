"""The questions are asked once at the start, in the background."""

from __future__ import annotations

import time

import httpx


def test_in_the_end_each_question_was_asked_once(client: httpx.Client) -> None:
    for _ in range(600):
        if client.get("/api/ready").json()["warm"]:
            return
        time.sleep(0.1)
    raise AssertionError("the questions were never warm")
