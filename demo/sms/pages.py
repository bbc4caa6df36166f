"""The phones as people see them: a list, and each with its texts."""

from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import structs

from ..stripe.wire import Answer, Request  # noqa: TID252 - installed, it is slotkeeper.demo
from .world import Message, World

_HERE = Path(__file__).parent
_PAGE = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
}
_EVERY_SECONDS = "4"

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def answer_page(world: World, request: Request) -> Answer:
    """The list at `/`, a phone at `/phones/+61412345678`."""
    if request.path == "/static/page.css":
        style = (_HERE / "static" / "page.css").read_bytes()
        return Answer(200, style, {"content-type": "text/css; charset=utf-8"})
    if request.path == "/":
        return _page("phones", phones=_phones(world))
    number = request.path.removeprefix("/phones/")
    texts = [_bubble(each) for each in world.messages if number in {each.to, each.sender}]
    if not texts:
        return _page("gone", HTTPStatus.NOT_FOUND)
    is_stopped = any(each == number for _, each in world.stopped)
    sender = next(each["sender"] for each in texts if not each["is_answer"])
    return _page("phone", number=number, sender=sender, texts=texts, is_stopped=is_stopped)


def _phones(world: World) -> list[dict[str, object]]:
    """The newest text of each, the newest first."""
    newest = {each.to: _bubble(each) | {"number": each.to} for each in world.texts()}
    return sorted(newest.values(), key=lambda each: str(each["sid"]), reverse=True)


def _bubble(message: Message) -> dict[str, object]:
    return {
        "sid": message.sid,
        "sender": message.sender,
        "body": message.body,
        "words": message.body.split(),
        "at": f"{datetime.fromtimestamp(message.at).astimezone():%H:%M:%S}",
        "status": message.status,
        "is_answer": message.is_answer,
    }


def _page(name: str, status: int = HTTPStatus.OK, **values: object) -> Answer:
    page = _templates.get_template(f"{name}.html").render(values)
    answer = Answer(status, page.encode(), _PAGE)
    return structs.replace(answer, headers={**answer.headers, "refresh": _EVERY_SECONDS})
