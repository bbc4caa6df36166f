"""What a clinic's owner copies from Stripe's dashboard, and the mistakes made in copying it."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

_SECRET_KEY = re.compile(r"(?:sk|rk)_(?:test|live)_\w{1,250}", re.ASCII)
_WEBHOOK_SECRET = re.compile(r"whsec_[\w+/=-]{1,250}", re.ASCII)
_ACCOUNT = re.compile(r"acct_\w{1,250}", re.ASCII)
_PRETEND = "_test_pretend_"
_ENDING = 4

_KEY = "the secret key"
_WEBHOOK = "the webhook's secret"
_WANTED_KEY = "expected rk_live_… or rk_test_… (or sk_…)"
_WANTED_WEBHOOK = "expected whsec_…, from the webhook's own page"
_OTHERS = {
    "pk_": "a publishable key, which is not the secret one",
    "sk_org_": "a key of an organisation, which is not one of an account",
    "sk_": "a secret key",
    "rk_": "a restricted key",
    "whsec_": "the secret of a webhook",
    "we_": "the name of a webhook, not its secret",
    "acct_": "the name of an account",
}


class PaymentKeysWrong(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """What was given cannot be what was meant; `problems` are sentences that repeat no secret."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class PaymentKeys(Struct, frozen=True, kw_only=True):
    """A clinic's at Stripe, as given; `account` is a connected account that the key acts for, ""
    for the key's own.
    """

    secret_key: str
    webhook_secret: str
    account: str = ""

    def __repr__(self) -> str:
        return f"PaymentKeys(account={self.account!r}, live={self.live})"

    @property
    def live(self) -> bool:
        """Whether money moves; else Stripe's test mode."""
        return "_live_" in self.secret_key[: len("rk_live_")]


def read_payment_keys(secret_key: str, webhook_secret: str, account: str = "") -> PaymentKeys:
    """The three if each looks like what it should be. Raises PaymentKeysWrong."""
    problems = [
        *_misfits(_KEY, secret_key.strip(), _SECRET_KEY, _WANTED_KEY),
        *_misfits(_WEBHOOK, webhook_secret.strip(), _WEBHOOK_SECRET, _WANTED_WEBHOOK),
        *_misfits("the account", account.strip() or "acct_0", _ACCOUNT, "expected acct_…"),
    ]
    if problems:
        raise PaymentKeysWrong(problems)
    return PaymentKeys(
        secret_key=secret_key.strip(),
        webhook_secret=webhook_secret.strip(),
        account=account.strip(),
    )


def read_webhook_secret(text: str) -> str:
    """As `read_payment_keys`, for one that is added. Raises PaymentKeysWrong."""
    if problems := _misfits(_WEBHOOK, text.strip(), _WEBHOOK_SECRET, _WANTED_WEBHOOK):
        raise PaymentKeysWrong(problems)
    return text.strip()


def is_restricted(secret_key: str) -> bool:
    """Whether the key opens only what it was given permission for."""
    return secret_key.startswith("rk_")


def is_pretend(secret_key: str) -> bool:
    """Whether the key is the demo's, which no true Stripe knows."""
    return _PRETEND in secret_key


def ending(secret_key: str) -> str:
    """The last four characters, as Stripe's dashboard shows them."""
    return secret_key[-_ENDING:]


def _misfits(name: str, text: str, shape: re.Pattern[str], wanted: str) -> Sequence[str]:
    if not text:
        return [f"{name} is missing: {wanted}"]
    other = next((what for start, what in _OTHERS.items() if text.startswith(start)), "")
    if not shape.fullmatch(text) or text.startswith("sk_org_"):
        found = f"this is {other}" if other else "this is something else"
        return [f"{name}: {wanted}; {found}"]
    return []
