"""Headers that every answer carries, refusals too."""

_EVERYWHERE = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}

FRAGMENT = _EVERYWHERE
"""Of a fragment, which stands in somebody else's page."""

PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'"
    ),
    **_EVERYWHERE,
}
"""Of a hosted page: nothing is fetched from anywhere else."""

SYSTEMS = {"X-Content-Type-Options": "nosniff"}
"""Of JSON."""

BUNDLE = SYSTEMS
"""Of what a page loads."""
