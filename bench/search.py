"""How long the search takes on the sample data, as the API answers it; run against a server: its address as argument.

`.venv/bin/python -m bench.search http://127.0.0.1:8000`
"""

from __future__ import annotations

import statistics
import sys
import time
import urllib.parse
import urllib.request

TEXTS = (
    "k", "kr", "kre", "krefeld", "mari", "marianske lazne", "bad hom", "köln", "munich", "st petersburg", "dusseldrof",
    "charlotte, north carolina", "reading, gb", "saint", "mexico", "東京", "москва", "new", "san", "a",
)  # fmt: skip
TIMES = 10


def main() -> None:
    """Ask each text several times after one warm-up; print median and worst."""
    base = sys.argv[1]
    all_times = []
    for text in TEXTS:
        times = [asked(base, text) for _ in range(TIMES + 1)][1:]
        all_times += times
        print(f"{text:28} median {statistics.median(times) * 1000:6.1f} ms   worst {max(times) * 1000:6.1f} ms")
    print(f"{'all':28} median {statistics.median(all_times) * 1000:6.1f} ms   worst {max(all_times) * 1000:6.1f} ms")


def asked(base: str, text: str) -> float:
    """Seconds of one search."""
    started = time.perf_counter()
    with urllib.request.urlopen(f"{base}/api/search?q={urllib.parse.quote(text)}") as answer:
        answer.read()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
