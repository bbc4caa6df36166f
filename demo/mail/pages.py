"""The inbox as people see it: a list, and each letter as its reader would."""

from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import structs

from ..stripe.wire import Answer, Request  # noqa: TID252 - installed, it is slotkeeper.demo
from .box import Box, Letter

_HERE = Path(__file__).parent
_PAGE = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; frame-src 'self'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
}
_LETTER = {
    **_PAGE,
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
}

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def answer_page(box: Box, request: Request) -> Answer:
    """The list at `/`, a letter at `/3`, its HTML at `/3/html` and its attachments at `/3/0`."""
    if request.path == "/":
        answer = _page("inbox", letters=[_row(each) for each in reversed(box.letters)])
        return structs.replace(answer, headers={**answer.headers, "refresh": "4"})
    if request.path == "/static/page.css":
        style = (_HERE / "static" / "page.css").read_bytes()
        return Answer(200, style, {"content-type": "text/css; charset=utf-8"})
    number, _, part = request.path.removeprefix("/").partition("/")
    letter = box.find(int(number)) if number.isdecimal() else None
    if letter is None:
        return _page("gone", HTTPStatus.NOT_FOUND)
    if not part:
        return _page("letter", HTTPStatus.OK, **_view(letter))
    return _part(letter, part)


def _part(letter: Letter, part: str) -> Answer:
    if part == "html":
        # A click on a link opens it beside the inbox, not inside the letter.
        html = letter.shown().replace("<head>", '<head><base target="_blank">', 1)
        return Answer(200, html.encode(), _LETTER)
    attachments = letter.attachments()
    if not part.isdecimal() or int(part) >= len(attachments):
        return _page("gone", HTTPStatus.NOT_FOUND)
    name, kind, data = attachments[int(part)]
    disposition = f'attachment; filename="{name}"'
    return Answer(200, data, {"content-type": kind, "content-disposition": disposition})


def _row(letter: Letter) -> dict[str, object]:
    return {
        "number": letter.number,
        "to": letter.to,
        "subject": letter.subject,
        "at": f"{datetime.fromtimestamp(letter.at).astimezone():%H:%M:%S}",
    }


def _view(letter: Letter) -> dict[str, object]:
    names = ("From", "To", "Reply-To", "Date", "Message-ID")
    return {
        **_row(letter),
        "headers": [(name, str(letter.message[name])) for name in names if letter.message[name]],
        "text": letter.body("plain"),
        "has_html": bool(letter.body("html")),
        "attachments": [name for name, _, _ in letter.attachments()],
    }


def _page(name: str, status: int = HTTPStatus.OK, **values: object) -> Answer:
    return Answer(status, _templates.get_template(f"{name}.html").render(values).encode(), _PAGE)
