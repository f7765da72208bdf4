"""Pictures for print: maps and charts as SVG, PDF and PNG, drawn with matplotlib.

Matplotlib keeps what it learns of fonts in a folder of citynet's own.
"""

import os

from graph.settings import settings

os.environ.setdefault("MPLCONFIGDIR", str(settings().cache / "matplotlib"))
