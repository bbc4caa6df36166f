"""Headers that every answer carries, refusals too."""

_EVERYWHERE = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}

FRAGMENT = _EVERYWHERE
"""Of a fragment, which stands in somebody else's page."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'"
)

PAGE = {"Content-Security-Policy": _POLICY, **_EVERYWHERE}
"""Of a hosted page: nothing is fetched from anywhere else."""


def with_pay_pages(origins: tuple[str, ...]) -> dict[str, str]:
    """Of a hosted page whose form leads on to a pay page at one of those origins."""
    return {**PAGE, "Content-Security-Policy": " ".join((_POLICY, *origins))}


PORTAL = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    **_EVERYWHERE,
}
"""Of a page for clinic staff: as above, in nobody's frame, and without camera and microphone."""

CAMERA = {"Permissions-Policy": "camera=(self), microphone=(), geolocation=()"}
"""Of such a page that can read a code with the camera."""


def portal_with_frame(address: str) -> dict[str, str]:
    """Of such a page that shows one page of ours in a frame; the frame can lead nowhere else."""
    policy = PORTAL["Content-Security-Policy"]
    return {"Content-Security-Policy": f"{policy}; frame-src {address}"}


def trial_page(server: str, open_addresses: tuple[str, ...]) -> dict[str, str]:
    """Of the page in that frame: the widget runs, and asks that server for these addresses alone.

    The frame has no origin, so that 'self' would mean nothing in it.
    """
    sources = f"{server}/embed.js {server}/portal/"
    policy = (
        f"default-src 'none'; script-src {sources}; style-src {server}/portal/; img-src data:; "
        f"connect-src {' '.join(open_addresses)}; form-action 'none'; frame-ancestors 'self'; "
        "base-uri 'none'; sandbox allow-scripts allow-forms"
    )
    return {"Content-Security-Policy": policy}


def letter_page() -> dict[str, str]:
    """Of a message as its reader sees it, in a frame of ours: it runs nothing, loads nothing, leads
    nowhere; mail has its styles on its elements.
    """
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
        "frame-ancestors 'self'; base-uri 'none'; sandbox"
    )
    return {"Content-Security-Policy": policy}


SYSTEMS = {"X-Content-Type-Options": "nosniff"}
"""Of JSON."""

BUNDLE = SYSTEMS
"""Of what a page loads."""
