"""Static files: our own and those of npm packages."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from graph.errors import NotFoundError
from viz.assets import MEDIA_TYPES, asset_path

router = APIRouter(include_in_schema=False)


@router.get("/static/{name:path}")
def static(request: Request, name: str) -> FileResponse:
    """A static file; one asked for with its hash may be kept for good."""
    path = asset_path(f"/static/{name}")
    if path is None:
        raise NotFoundError(f"there is no file /static/{name[:100]}")
    kept = "public, max-age=31536000, immutable" if "v" in request.query_params else "no-cache"
    return FileResponse(path, media_type=MEDIA_TYPES[path.suffix], headers={"Cache-Control": kept})
