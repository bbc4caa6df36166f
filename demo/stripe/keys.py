"""Who asks, for which account, and whether they may."""

from base64 import b64decode
from binascii import Error as NotBase64

import stripe
from msgspec import Struct

from .refusals import Refusal
from .wire import Request
from .world import Account, Key, World


class Caller(Struct, frozen=True):
    """A key and the account that it acts for: its own, or a connected one."""

    key: Key
    account: Account

    def require(self, permission: str) -> None:
        """`permission` is like `charge_read` or `charge_write`; writing includes reading.

        Raises Refusal (403) for a restricted key without it.
        """
        held = self.key.permissions
        writing = permission.replace("_read", "_write")
        if held is not None and not held & {permission, writing}:
            raise Refusal(
                403,
                f"The provided key '{_veil(self.key.key)}' does not have the required permissions "
                f"for this endpoint on account '{self.account.id}'. Having the 'rak_{permission}' "
                "permission would allow this request to continue.",
            )


def authenticate(world: World, request: Request) -> Caller:
    """Raises Refusal: 401 without a known key, 403 for an account that is not the key's."""
    given = _read_key(request.headers.get("authorization", ""))
    if not given:
        raise Refusal(401, "You did not provide an API key.")
    key = world.keys.get(given)
    if key is None:
        raise Refusal(401, f"Invalid API Key provided: {_veil(given)}")
    wanted = request.headers.get("stripe-account", key.account)
    account = world.accounts.get(wanted)
    if account is None or key.account not in {account.id, account.platform}:
        raise Refusal(
            403,
            f"The provided key '{_veil(given)}' does not have access to account '{wanted}' (or "
            "that account does not exist). Application access may have been revoked.",
            code="account_invalid",
        )
    return Caller(key, account)


def check_version(request: Request) -> None:
    """The fake speaks one version, that of the client. Raises Refusal."""
    version = request.headers.get("stripe-version")
    if version != stripe.api_version:
        raise Refusal(400, f"Invalid Stripe API version: {version}; known: {stripe.api_version}")


def _read_key(authorization: str) -> str:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value
    if scheme.lower() == "basic":
        try:
            return b64decode(value).decode().partition(":")[0]
        except (NotBase64, UnicodeDecodeError):
            return ""
    return ""


def _veil(key: str) -> str:
    return f"{key[:8]}***{key[-4:]}" if len(key) > 16 else "***"  # noqa: PLR2004 -- 8 + 4, and some
