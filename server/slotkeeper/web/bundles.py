"""GET /embed.js and what the hosted page loads: composed once, sent packed."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from slotkeeper.bundle import Bundle
from slotkeeper.web.booking.step_cache import encoding_for
from slotkeeper.web.etags import is_known, weak_etag
from slotkeeper.web.headers import BUNDLE

SHORT = "public, max-age=300"
FOREVER = "public, max-age=31536000, immutable"
_JAVASCRIPT = "text/javascript"
_CSS = "text/css"


@dataclass(frozen=True, slots=True)
class Bundles:
    """What browsers load from this server."""

    embed: Bundle
    hosted: Bundle
    styles: Bundle


@get("/embed.js", include_in_schema=False)
async def show_embed(
    request: Request[Any, Any, Any], bundles: NamedDependency[Bundles]
) -> Response[bytes]:
    """The widget's one file, for the two-line snippet; a new one is picked up within minutes."""
    return send_bundle(request, bundles.embed, _JAVASCRIPT, SHORT)


@get("/embed/{version:str}/embed.js", include_in_schema=False)
async def show_pinned_embed(
    version: FromPath[str], request: Request[Any, Any, Any], bundles: NamedDependency[Bundles]
) -> Response[bytes]:
    """One version for ever, for pages that pin it by its integrity hash."""
    if version != bundles.embed.version:
        raise NotFoundException
    return send_bundle(request, bundles.embed, _JAVASCRIPT, FOREVER)


@get("/embed/integrity", include_in_schema=False)
async def show_integrity(bundles: NamedDependency[Bundles]) -> dict[str, str]:
    """The present version with its address and its hash, for `<script integrity>`."""
    version = bundles.embed.version
    return {
        "version": version,
        "path": f"/embed/{version}/embed.js",
        "integrity": bundles.embed.integrity,
    }


@get("/static/hosted.js", include_in_schema=False)
async def show_hosted_script(
    request: Request[Any, Any, Any], bundles: NamedDependency[Bundles]
) -> Response[bytes]:
    """The behaviours of the hosted page."""
    return send_bundle(request, bundles.hosted, _JAVASCRIPT, SHORT)


@get("/static/hosted.css", include_in_schema=False)
async def show_hosted_styles(
    request: Request[Any, Any, Any], bundles: NamedDependency[Bundles]
) -> Response[bytes]:
    """The widget's styles for the hosted page."""
    return send_bundle(request, bundles.styles, _CSS, SHORT)


def send_bundle(
    request: Request[Any, Any, Any], bundle: Bundle, media_type: str, cache: str
) -> Response[bytes]:
    """The file, packed as the browser takes it; 304 where it has it."""
    etag = weak_etag(bundle.version)
    headers = {"Cache-Control": cache, "ETag": etag, "Vary": "Accept-Encoding", **BUNDLE}
    if is_known(request.headers.get("if-none-match", ""), etag):
        return Response(b"", status_code=304, headers=headers)
    encoding = encoding_for(request.headers.get("accept-encoding", ""))
    if encoding:
        headers["Content-Encoding"] = encoding
    body = {"br": bundle.brotli, "gzip": bundle.gzip}.get(encoding, bundle.body)
    return Response(body, media_type=media_type, headers=headers)


BUNDLE_ROUTES = [
    show_embed,
    show_pinned_embed,
    show_integrity,
    show_hosted_script,
    show_hosted_styles,
]
"""Everything that a browser loads besides the steps."""
