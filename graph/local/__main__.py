"""`python -m graph.local` fetches Neo4j's jars into the folder of `CITYNET_CACHE`, where they are missing."""

from graph.errors import SetupError
from graph.local.jars import fetch_jars
from graph.settings import settings

try:
    fetch_jars(settings().cache)
except SetupError as error:
    raise SystemExit(str(error)) from error
