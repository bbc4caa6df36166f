"""For operators: is the process alive, and can it serve (O4)."""

from litestar import MediaType, Response, get
from litestar.di import NamedDependency

from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import DatabaseUnavailable


@get("/healthz", media_type=MediaType.TEXT, include_in_schema=False)
async def healthz() -> str:
    """The process answers."""
    return "ok"


@get("/readyz", media_type=MediaType.TEXT, include_in_schema=False)
async def readyz(toolbox: NamedDependency[Toolbox]) -> Response[str]:
    """The database answers too: 200, else 503."""
    try:
        await toolbox.database.fetch_one("SELECT 1 AS one FROM clinic WHERE 1 = 0")
    except DatabaseUnavailable:
        return Response("database unavailable", status_code=503)
    return Response("ready")
