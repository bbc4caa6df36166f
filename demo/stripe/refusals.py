"""Refusals in Stripe's own form, so that the client raises what it would raise against Stripe."""

from typing import Any


class Refusal(Exception):  # noqa: N818 -- a fact
    """Becomes `{"error": {…}}` with this status; the client makes its exception from the status and
    the type. `details` are further keys of the error, such as `decline_code`.
    """

    def __init__(  # one argument for each key of an error
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **details: object,
    ) -> None:
        super().__init__(message)
        self.status = status
        said = {"type": kind, "code": code, "message": message, "param": param, **details}
        self.error: dict[str, Any] = {key: value for key, value in said.items() if value}


def no_such(what: str, name: str, param: str = "id") -> Refusal:
    """Also for what belongs to another account: the two cannot be told apart."""
    return Refusal(404, f"No such {what}: '{name}'", code="resource_missing", param=param)


def not_emulated(what: str, param: str | None = None) -> Refusal:
    """Stripe may well accept it. Better a clear no than a pretence that would mislead a test."""
    return Refusal(400, f"This fake does not emulate {what}.", code="not_emulated", param=param)
