"""How long one `MERGE` a row with neomodel takes for rows of the world network, beside citynet's whole load.

Run it with `.venv/bin/python -m bench.rows_with_neomodel`. neomodel wants another driver than ours, so it gets an
environment of its own in a temporary folder. It loads a part of the file; rates are compared, rows a second.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import venv
from itertools import islice
from pathlib import Path

from bench.load import WORLD, fresh_store, wipe
from graph.store import Store
from loaders.load import load

ROWS = 400
NEOMODEL = "neomodel==7.0.0"

SCRIPT = """
import json, sys, time
from neomodel import RelationshipTo, StringProperty, FloatProperty, StructuredNode, config, db
url, rows = json.load(sys.stdin)
config.DATABASE_URL = url

class Town(StructuredNode):
    key = StringProperty(unique_index=True, required=True)
    lat = FloatProperty()
    lon = FloatProperty()
    twinned_with = RelationshipTo("Town", "TWINNED_WITH")

db.install_all_labels()
def town(name, country, lat, lon):
    return Town.get_or_create({"key": f"{name}, {country}", "lat": lat, "lon": lon})[0]
for row in rows[:50]:
    town(*row[:4]).twinned_with.connect(town(*row[4:]))
started = time.perf_counter()
for row in rows:
    town(*row[:4]).twinned_with.connect(town(*row[4:]))
print(time.perf_counter() - started)
"""


def main() -> None:
    """Load the file with citynet, then a part of it with neomodel; print the rates."""
    with fresh_store() as store, tempfile.TemporaryDirectory() as folder:
        load(WORLD, db=store.db)
        wipe(store)
        ours = load(WORLD, db=store.db)
        wipe(store)
        theirs = ROWS / with_neomodel(store, Path(folder))
    rate = ours.read / ours.seconds
    print(f"citynet, whole load of {ours.read} rows   {rate:8.0f} rows/s")
    print(f"neomodel, a MERGE a row, {ROWS} rows     {theirs:8.0f} rows/s")
    print(f"ratio                                {rate / theirs:8.1f}")


def with_neomodel(store: Store, folder: Path) -> float:
    """Seconds for the first `ROWS` rows."""
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", NEOMODEL], check=True)
    with WORLD.open(encoding="utf-8", newline="") as file:
        rows = [
            [a, b, float(lat), float(lon), c, d, float(lat2), float(lon2)]
            for a, b, lat, lon, c, d, lat2, lon2 in islice(csv.reader(file), 1, ROWS + 1)
        ]
    address = store.address
    url = f"bolt://{address.user}:{address.password}@{address.uri.partition('://')[2]}"
    done = subprocess.run(
        [python, "-c", SCRIPT], input=json.dumps([url, rows]), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return float(done.stdout.split()[-1])  # neomodel talks before


if __name__ == "__main__":
    main()
