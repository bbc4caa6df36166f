"""What a clinic's page loads, composed once when the server starts; no Node.js anywhere.

`embed.js` is one closed function: private htmx, the styles as a string, our behaviours, the boot
script. `hosted.js` is the part of it that the hosted page uses, without htmx.
"""

import base64
import gzip
import hashlib
import json
from pathlib import Path

import brotli
import msgspec
import rcssmin
import rjsmin

from slotkeeper import assets
from slotkeeper.private_htmx import BundleError, privatise

__all__ = [
    "Bundle",
    "BundleError",
    "compose_embed",
    "compose_hosted",
    "compose_portal_scripts",
    "compose_portal_styles",
    "compose_styles",
    "htmx_as_published",
    "pack",
]

# In this order: each file uses only names of files before it, or uses them later, when called.
_EMBED_SCRIPTS = (
    "storage", "typed", "presence", "timer", "zone", "events", "busy", "errors", "hold", "payment",
    "link", "request", "swap", "element",
)  # fmt: skip
_HOSTED_PAGE_ONLY = frozenset({"page.css"})
_HOSTED_SCRIPTS = ("storage", "typed", "presence", "timer", "zone", "hosted")


class Bundle(msgspec.Struct, frozen=True):
    """One file for the browser, ready to be sent."""

    version: str
    """First 12 hexadecimal digits of the sha256 of the body; part of the immutable address."""
    body: bytes
    gzip: bytes
    brotli: bytes
    integrity: str
    """For `<script integrity>`: sha384 as Subresource Integrity writes it."""


def compose_embed(
    widget: Path | None = None, boot: Path | None = None, *, styles: str | None = None
) -> Bundle:
    """Compose `embed.js` from the folder `widget/` and the boot script.

    Raises BundleError where the vendored htmx is not the one that was read.
    """
    widget = widget or assets.widget_folder()
    boot = boot or assets.embed_source()
    htmx = privatise((widget / "static/vendor/htmx.esm.min.js").read_text("utf-8"))
    if styles is None:
        styles = compose_styles(widget, without=_HOSTED_PAGE_ONLY)
    ours = _scripts(widget, _EMBED_SCRIPTS) + "\n" + boot.read_text("utf-8")
    text = (
        f'(()=>{{"use strict";const startHtmx=()=>{{{htmx}}};'
        f"const STYLES={json.dumps(styles)};\n{rjsmin.jsmin(ours)}}})();\n"
    )
    return pack(text)


def compose_hosted(widget: Path | None = None) -> Bundle:
    """Compose `hosted.js`, the behaviours of the hosted page, from the folder `widget/`."""
    ours = _scripts(widget or assets.widget_folder(), _HOSTED_SCRIPTS)
    return pack(f'(()=>{{"use strict";{rjsmin.jsmin(ours)}}})();\n')


def compose_styles(widget: Path | None = None, *, without: frozenset[str] = frozenset()) -> str:
    """Join and minify `widget/static/css`, in the order of the file names; all but `without`."""
    folder = (widget or assets.widget_folder()) / "static/css"
    files = [file for file in sorted(folder.glob("*.css")) if file.name not in without]
    text = "\n".join(file.read_text("utf-8") for file in files)
    return str(rcssmin.cssmin(text))


def compose_portal_styles(portal: Path | None = None) -> Bundle:
    """Join and minify `portal/static/css`, in the order of the file names."""
    files = sorted(((portal or assets.portal_folder()) / "static/css").glob("*.css"))
    text = "\n".join(file.read_text("utf-8") for file in files)
    return pack(str(rcssmin.cssmin(text)))


def compose_portal_scripts(portal: Path | None = None) -> Bundle:
    """Join and minify `portal/static/js`: each file a behaviour of its own."""
    files = sorted(((portal or assets.portal_folder()) / "static/js").glob("*.js"))
    each = (str(rjsmin.jsmin(file.read_text("utf-8"))) for file in files)
    return pack("".join(f'(()=>{{"use strict";{text}}})();\n' for text in each))


def htmx_as_published(widget: Path | None = None) -> Bundle:
    """The vendored htmx as it is, for pages that are ours."""
    folder = widget or assets.widget_folder()
    return pack((folder / "static/vendor/htmx.esm.min.js").read_text("utf-8"))


def pack(text: str) -> Bundle:
    """Pack one text for the browser, whatever it is."""
    body = text.encode()
    return Bundle(
        version=hashlib.sha256(body).hexdigest()[:12],
        body=body,
        gzip=gzip.compress(body, compresslevel=9, mtime=0),
        brotli=brotli.compress(body, quality=11),
        integrity="sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode(),
    )


def _scripts(widget: Path, names: tuple[str, ...]) -> str:
    return "\n".join((widget / f"static/js/{name}.js").read_text("utf-8") for name in names)
