"""What holds for every answer of the portal, whatever was asked."""

import re
from collections.abc import Iterable

import httpx

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
TRIAL = ("script-src https://book.example/embed.js https://book.example/portal/", "sandbox allow")
LETTER = ("default-src 'none';", "form-action 'none'", "frame-ancestors 'self'", "; sandbox")
HEADERS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
COOKIE = {"path=/", "secure", "httponly", "samesite=lax"}
FORBIDDEN = (" style=", "<style", "javascript:", " onclick=", " onload=", "<script>alert")


def check_staff_answers(answers: Iterable[httpx.Response]) -> None:
    """Every promise, for every answer under /staff."""
    for answer in answers:
        if not answer.request.url.path.startswith("/staff"):
            continue
        where = f"{answer.request.method} {answer.request.url.path} → {answer.status_code}"
        _check_policy(answer, where)
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, f"{where}: {name}"
        assert "access-control-allow-origin" not in answer.headers, where
        for cookie in answer.headers.get_list("set-cookie"):
            _check_cookie(cookie, where)
        for forbidden in () if _is_letter(answer) else FORBIDDEN:
            assert forbidden not in answer.text.lower(), f"{where}: {forbidden}"


def _check_policy(answer: httpx.Response, where: str) -> None:
    """Two pages show another in a frame, and that one has less than any: test_website.py,
    test_messages.py.
    """
    policy, address = answer.headers.get("content-security-policy", ""), answer.request.url
    if answer.is_success and address.path.endswith("/website/preview"):
        assert all(each in policy for each in TRIAL), where
        return
    if _is_letter(answer):
        assert all(each in policy for each in LETTER), where
        assert "script" not in policy, where
        return
    if "/messages/" in address.path:
        policy = re.sub(r"; frame-src https://book\.example/staff/[\w/-]+/preview$", "", policy)
    if answer.is_success and address.path.endswith("/website"):
        policy = policy.removesuffix(f"; frame-src https://book.example{address.path}/preview")
    assert policy == POLICY, where


def _is_letter(answer: httpx.Response) -> bool:
    """A message as its reader sees it, with its styles on its elements."""
    path = answer.request.url.path
    return answer.is_success and "/messages/" in path and path.endswith("/preview")


def _check_cookie(cookie: str, where: str) -> None:
    first, *attributes = (each.strip() for each in cookie.split(";"))
    assert first.startswith("__Host-slotkeeper="), where
    lower = {each.lower() for each in attributes}
    assert lower >= COOKIE, f"{where}: {attributes}"
    assert not any(each.startswith("domain") for each in lower), where
