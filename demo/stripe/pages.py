"""What the patient sees at Stripe: the pay page, the bank's 3-D Secure page, the end of either."""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .cards import SHOWN, find_card
from .money import format_money
from .payments import Payer, SessionClosed, answer_challenge, pay
from .refusals import Refusal
from .shapes import Body, shape
from .wire import Answer, Request
from .world import Scope, World

HERE = Path(__file__).parent
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    # No form-action: a browser would hold the clinic's addresses, where paying leads, against it.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "strict-origin-when-cross-origin",
}
_MONTHS, _CENTURY = 12, 2000
_LABELS = {"book": "Book", "donate": "Donate", "subscribe": "Subscribe"}

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["money"] = format_money


def answer_page(world: World, request: Request) -> Answer:
    """Pages of a session, the list of payments at `/`, and the pages' own files."""
    if request.path == "/":
        return _home(world)
    if request.path.startswith("/static/"):
        return _file(request.path.removeprefix("/static/"))
    session_id, _, page = request.path.removeprefix("/c/pay/").partition("/")
    try:
        scope = world.scope_of(session_id, "checkout.session", request.origin)
    except Refusal:
        return _render("closed", session=None, merchant="", state="unknown")
    session = scope.get("checkout.session", session_id)
    try:
        answer = _answer_challenge if page else _answer_form
        return answer(scope, session, request)
    except SessionClosed:
        return _render("closed", state=session["status"], **_view(scope, session))


def _answer_form(scope: Scope, session: Body, request: Request) -> Answer:
    if session["status"] != "open":
        raise SessionClosed
    if request.method != "POST":
        return _form(scope, session, {}, _refusal_of_the_bank(scope, session, request.query))
    given = _fields(request)
    payer = _read_payer(scope, session, given)
    if isinstance(payer, dict):
        return _form(scope, session, given, payer)
    match pay(scope, session, payer):
        case "challenge":
            return _see_other(f"/c/pay/{session['id']}/challenge")
        case "declined":
            return _form(scope, session, given, {"card": _last_error(scope, session)})
        case _:
            return _see_other(_success_url(session))


def _answer_challenge(scope: Scope, session: Body, request: Request) -> Answer:
    if session["status"] != "open":
        raise SessionClosed
    intent = scope.lookup(session["payment_intent"] or "")
    if intent is None or intent["status"] != "requires_action":
        return _see_other(f"/c/pay/{session['id']}")
    if request.method != "POST":
        last4 = intent["_payer"].card.number[-4:]
        return _render("challenge", last4=last4, **_view(scope, session))
    passed = _fields(request).get("outcome") == "approve"
    if answer_challenge(scope, session, passed=passed) == "paid":
        return _see_other(_success_url(session))
    return _see_other(f"/c/pay/{session['id']}?refused=1")


def _fields(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))


def _form(scope: Scope, session: Body, given: dict[str, str], errors: dict[str, str]) -> Answer:
    values = {"email": session.get("customer_email") or "", **given}
    # Always 200: a browser would report anything else as a fault of the page.
    return _render(
        "pay",
        **_view(scope, session),
        errors=errors,
        values=values,
        cards=SHOWN,
        message=(session["custom_text"]["submit"] or {}).get("message", ""),
        label=_LABELS.get(session.get("submit_type") or "", "Pay"),
    )


def _view(scope: Scope, session: Body) -> dict[str, object]:
    merchant = scope.world.accounts[scope.account].name
    return {"session": shape(session), "items": session["_items"], "merchant": merchant}


def _read_payer(scope: Scope, session: Body, given: dict[str, str]) -> Payer | dict[str, str]:
    """The payer, or what is wrong by field."""
    errors = {}
    email = session.get("customer_email") or given.get("email", "").strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        errors["email"] = "Enter an e-mail address, like name@mail.example."
    name = given.get("name", "").strip()
    if not name:
        errors["name"] = "Enter the name on the card."
    month, year, problem = _read_expiry(given.get("expiry", ""), scope.now())
    if not re.fullmatch(r"\d{3,4}", given.get("cvc", "").strip()):
        problem = problem or "Enter the security code: three or four digits."
    try:
        card = find_card(given.get("number", ""))
    except ValueError:
        errors["card"] = "Enter a card number. The test cards below will do."
        return errors
    if problem:
        errors["card"] = problem
    return errors or Payer(card, email, name, month, year)


def _read_expiry(text: str, now: int) -> tuple[int, int, str]:
    found = re.fullmatch(r"\s*(\d{1,2})\s*/?\s*(?:20)?(\d{2})\s*", text)
    if not found or not 1 <= int(found[1]) <= _MONTHS:
        return 0, 0, "Enter the expiry date as month and year, like 12 / 34."
    month, year = int(found[1]), _CENTURY + int(found[2])
    this_year, this_month = _year_and_month(now)
    over = (year, month) < (this_year, this_month)
    return month, year, "The card's expiry date is in the past." if over else ""


def _year_and_month(now: int) -> tuple[int, int]:
    today = datetime.fromtimestamp(now, UTC)
    return today.year, today.month


def _refusal_of_the_bank(scope: Scope, session: Body, query: str) -> dict[str, str]:
    refused = "refused" in query and session["payment_intent"]
    return {"card": _last_error(scope, session)} if refused else {}


def _last_error(scope: Scope, session: Body) -> str:
    intent = scope.get("payment_intent", session["payment_intent"])
    return str((intent["last_payment_error"] or {}).get("message", ""))


def _success_url(session: Body) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _home(world: World) -> Answer:
    payments = []
    for record in reversed(world.records.values()):
        if record.body["object"] == "payment_intent":
            scope = Scope(world, record.account, record.livemode)
            refunds = scope.find("refund", payment_intent=record.body["id"], status="succeeded")
            refunded = sum(refund["amount"] for refund in refunds)
            payments.append((world.accounts[record.account].name, record.body, refunded))
    return _render("home", payments=payments)


def _file(name: str) -> Answer:
    path = HERE / "static" / name
    if "/" in name or path.suffix not in TYPES or not path.is_file():
        return Answer(404)
    return Answer(200, path.read_bytes(), {"content-type": TYPES[path.suffix]})


def _see_other(address: str) -> Answer:
    return Answer(303, headers={"location": address})


def _render(name: str, /, **values: object) -> Answer:
    status = HTTPStatus.NOT_FOUND if values.get("state") == "unknown" else HTTPStatus.OK
    return Answer(status, _templates.get_template(f"{name}.html").render(values).encode(), HEADERS)
