"""Where the files for the browser are: beside the code when installed, else in the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


class AssetsMissingError(Exception):
    """The installation is incomplete: a file or folder that the server hands out is not there."""


def widget_folder() -> Path:
    """Give the folder `widget/` with templates, static files and catalogues.

    Raises AssetsMissingError where neither the package nor the checkout has it.
    """
    return _find("widget")


def portal_folder() -> Path:
    """Give the folder `portal/`, all that clinic staff see. Raises AssetsMissingError."""
    return _find("portal")


def embed_source() -> Path:
    """Give the file `embed.js`, the readable start of the bundle. Raises AssetsMissingError."""
    return _find("embed.js")


def _find(name: str) -> Path:
    for root in (_PACKAGE, _CHECKOUT):
        if (root / name).exists():
            return root / name
    message = f"{name} is neither in {_PACKAGE} nor in {_CHECKOUT}: please install slotkeeper again"
    raise AssetsMissingError(message)
