"""What ends a command with a sentence rather than a traceback."""

from slotkeeper.assets import AssetsMissingError
from slotkeeper.config import SettingsWrong
from slotkeeper.domain.clinic_file import ClinicFileWrong
from slotkeeper.domain.errors import ClinicUnknown
from slotkeeper.gateways.payments import PaymentsRefused
from slotkeeper.services.payment_accounts import PaymentsNotSet, PaymentsUnfinished
from slotkeeper.services.payment_keys import PaymentKeysWrong
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.database import DatabaseUnavailable, DatabaseUnsuitable
from slotkeeper.storage.migration import MigrationError


class Refused(Exception):  # noqa: N818 - a fact that the operator is told
    """The command cannot be carried out; the text says why and what to do."""


REFUSALS = (
    Refused,
    SettingsWrong,
    ClinicFileWrong,
    ClinicUnknown,
    DatabaseUnavailable,
    DatabaseUnsuitable,
    MigrationError,
    AssetsMissingError,
    PaymentKeysWrong,
    PaymentsNotSet,
    PaymentsRefused,
    PaymentsUnfinished,
    VaultLocked,
)


def told(refusal: BaseException) -> str:
    """The refusal in words."""
    match refusal:
        case SettingsWrong():
            said = _listed("the settings are not right", refusal.problems)
        case ClinicFileWrong():
            said = _listed("this is no clinic file, nothing was changed", refusal.problems)
        case ClinicUnknown():
            said = f'there is no clinic "{refusal}"; `slotkeeper clinic list` names them all'
        case DatabaseUnavailable():
            said = f"the database does not answer: {refusal}"
        case _:
            said = _told_of_payments(refusal)
    return said


def _told_of_payments(refusal: BaseException) -> str:
    match refusal:
        case PaymentKeysWrong():
            said = _listed("these are not the keys, nothing was changed", refusal.problems)
        case PaymentsNotSet():
            said = f"{refusal} takes no payments yet: slotkeeper clinic payments set {refusal}"
        case PaymentsUnfinished():
            said = f"{refusal.count} {_UNFINISHED}"
        case PaymentsRefused():
            said = f"Stripe refused the key: {_REFUSED.get(refusal.code, refusal.code)}"
        case VaultLocked():
            said = _DOES_NOT_FIT if refusal.has_keys else _NO_KEY
        case _:
            said = str(refusal)
    return said


_UNFINISHED = (
    "payments or refunds are underway and need the keys as they are. Ask for no more (prepay), "
    "wait an hour and try again; or see to them in Stripe's dashboard yourself, and add --force"
)
_REFUSED = {
    "authentication": "it does not know it, or not any more",
    "permission": "it may not do what is needed (docs/payments.md lists the permissions), or not "
    "for that connected account",
}
_NO_KEY = (
    "no encryption key is set to seal payment keys with. Make one with `slotkeeper key`, set "
    "SLOTKEEPER_ENCRYPTION_KEYS or SLOTKEEPER_ENCRYPTION_KEYS_FILE to it, for the server too, and "
    "start it again"
)
_DOES_NOT_FIT = (
    "the payment keys were sealed with an encryption key that is not among "
    "SLOTKEEPER_ENCRYPTION_KEYS: add it behind the others, or set the clinic's payments again"
)


def _listed(what: str, problems: tuple[object, ...]) -> str:
    return "\n".join((f"{what}:", *(f"  {each}" for each in problems)))
