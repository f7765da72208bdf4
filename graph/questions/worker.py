"""A process that computes measures for another one, which stays free to answer meanwhile.

`python -m graph.questions.worker FD` is started by `api.measuring`, which sends jobs through the connection of that
file descriptor. The process ends when the other one closes it, or is gone.
"""

from __future__ import annotations

import os
import sys
from multiprocessing.connection import Connection

from graph.measures.network import Network
from graph.questions import QUESTIONS
from graph.questions.measuring import Job


def serve(pipe: Connection) -> None:
    """Answer each (question's name, parameters, snapshot) with what was computed, or with what went wrong as a text.

    A snapshot of None is the one before.
    """
    found: Network | None = None
    while True:
        try:
            name, parameters, sent = pipe.recv()
        except EOFError:
            return
        found = sent or found
        question = QUESTIONS[name]
        try:
            if found is None:
                raise ValueError("no snapshot was sent")
            pipe.send(Job(question, parameters, question.build(parameters)).compute(found))
        except BrokenPipeError:
            return
        except Exception as error:
            pipe.send(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    os.nice(5)  # behind the answers, of which somebody waits for each
    serve(Connection(int(sys.argv[1])))
