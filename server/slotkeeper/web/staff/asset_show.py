"""GET /portal/{name}: styles and scripts of the portal, each under the hash of its content."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from slotkeeper.web.bundles import FOREVER, SHORT, send_bundle
from slotkeeper.web.staff.portal import Portal


@get("/portal/{name:str}", include_in_schema=False)
async def show_asset(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    """The file. A page of another release names another hash, and gets what there is."""
    portal: Portal = request.app.state.portal
    first, _, rest = name.partition(".")
    asset = portal.assets.get(f"{first}.{rest.rpartition('.')[2]}")
    if asset is None:
        raise NotFoundException
    cache = FOREVER if asset.address.endswith(f"/{name}") else SHORT
    return send_bundle(request, asset.bundle, asset.media_type, cache)
