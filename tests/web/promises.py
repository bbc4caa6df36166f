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


def _check_fragment(answer: httpx.Response, where: str) -> None:
    assert answer.headers["access-control-allow-origin"] == "*", where
    assert "access-control-allow-credentials" not in answer.headers, where
    assert "access-control-expose-headers" not in answer.headers, where
    for forbidden in FORBIDDEN_IN_FRAGMENTS:
        assert forbidden not in answer.text, f"{where}: {forbidden}"
    if answer.request.method != "OPTIONS":
        _check_headers(answer, where)


def _check_page(answer: httpx.Response, where: str) -> None:
    _check_headers(answer, where)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    for address in re.findall(r'(?:src|href|action)="([^"]*)"', answer.text):
        elsewhere = address.startswith(("http:", "https:", "//"))
        ours = address.startswith("https://book.example/") or "video" in address
        assert not elsewhere or ours, f"{where}: {address}"


def _check_headers(answer: httpx.Response, where: str) -> None:
    for name, value in PAGE_HEADERS.items():
        assert answer.headers.get(name) == value, f"{where}: {name}"
    if answer.status_code < 300 and not answer.request.url.path.endswith("/start"):
        assert answer.headers["cache-control"] == "no-store", where
