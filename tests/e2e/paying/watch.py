"""Looks at everything that a browser does while a patient pays."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

_REFUSED = "Failed to load resource: the server responded with a status of "
_OF_FRAMES = "can escape its sandboxing"  # said of every site that frames another one like that


class Watch:
    """`complaints`: errors on the console, and requests to the payment service that another page
    made; the patient goes there, the clinic's page never does.

    `refusals` are statuses that the test provokes: a browser names each on its console.
    """

    def __init__(self, stripe: str) -> None:
        self._stripe = stripe
        self.complaints: list[str] = []
        self.refusals: set[int] = set()

    def over(self, context: BrowserContext) -> None:
        """From now on, all pages of that browser."""
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        status = message.text.removeprefix(_REFUSED)[:3]
        expected = status.isdigit() and int(status) in self.refusals
        if message.type in {"error", "warning"} and not expected and _OF_FRAMES not in message.text:
            self.complaints.append(f"{message.text} {message.location['url']}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith(self._stripe) or request.is_navigation_request():
            return
        page = urlsplit(request.frame.url)
        if f"{page.scheme}://{page.netloc}" != self._stripe:
            self.complaints.append(f"{request.method} {request.url} by {request.frame.url}")
