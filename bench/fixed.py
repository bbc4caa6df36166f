"""The yardstick: Litestar answering GET /{size} with that many fixed bytes, and nothing else."""

import sys

import uvicorn
from litestar import Litestar, MediaType, Response, get

_BODY = bytes(1_000_000)
_HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


@get("/{size:int}")
async def show(size: int) -> Response[bytes]:
    """So many bytes."""
    return Response(_BODY[:size], media_type=MediaType.HTML, headers=_HEADERS)


if __name__ == "__main__":
    app = Litestar([show], openapi_config=None)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
