"""What holds for every answer, whatever was asked: checked after each test of HTTP."""

import re
from collections.abc import Iterable

import httpx

FORBIDDEN_IN_FRAGMENTS = (
    "<script",
    "<style",
    "<title",
    " style=",
    "<link",
    "<img",
    "hx-on",
    "js:",
    "hx-boost",
    "hx-push-url",
)
"""guides: a fragment brings words and forms into somebody else's page, never behaviour or looks."""

PAGE_HEADERS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def check_answers(answers: Iterable[httpx.Response]) -> None:
    """Every promise, for every answer."""
    for answer in answers:
        where = f"{answer.request.method} {answer.request.url} → {answer.status_code}"
        assert "set-cookie" not in answer.headers, where
        path = answer.request.url.path
        if path.startswith("/f/"):
            _check_fragment(answer, where)
        elif path.startswith("/c/"):
            _check_page(answer, where)
        elif path.startswith(("/hooks/", "/return/")):
            assert "access-control-allow-origin" not in answer.headers, where
            _check_leading_away(answer, where)


def _check_fragment(answer: httpx.Response, where: str) -> None:
    assert answer.headers["access-control-allow-origin"] == "*", where
    assert "access-control-allow-credentials" not in answer.headers, where
    _check_leading_away(answer, where)
    for forbidden in FORBIDDEN_IN_FRAGMENTS:
        assert forbidden not in answer.text, f"{where}: {forbidden}"
    if answer.request.method != "OPTIONS":
        _check_headers(answer, where)


def _check_leading_away(answer: httpx.Response, where: str) -> None:
    """Only the answer to "Pay" may, and its header alone may be read by the clinic's page."""
    exposed = answer.headers.get("access-control-expose-headers")
    if "hx-redirect" not in answer.headers:
        assert exposed is None, where
        return
    assert exposed == "HX-Redirect", where
    assert answer.request.method == "POST", where
    assert answer.request.url.path.endswith("/payments"), where
    assert answer.status_code == httpx.codes.OK, where


def _check_page(answer: httpx.Response, where: str) -> None:
    _check_headers(answer, where)
    policy = answer.headers["content-security-policy"]
    leads_to_pay = (
        answer.status_code == httpx.codes.SEE_OTHER or 'data-payment="open"' in answer.text
    )
    assert leads_to_pay or policy.endswith("form-action 'self'"), where
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    for address in re.findall(r'(?:src|href|action)="([^"]*)"', answer.text):
        elsewhere = address.startswith(("http:", "https:", "//"))
        ours = address.startswith("https://book.example/") or "video" in address
        ours = ours or ('data-payment="open"' in answer.text and "/c/pay/" in address)
        assert not elsewhere or ours, f"{where}: {address}"


def _check_headers(answer: httpx.Response, where: str) -> None:
    for name, value in PAGE_HEADERS.items():
        assert answer.headers.get(name) == value, f"{where}: {name}"
    if answer.status_code < 300 and not answer.request.url.path.endswith("/start"):
        assert answer.headers["cache-control"] == "no-store", where
