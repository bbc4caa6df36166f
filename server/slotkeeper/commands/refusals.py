"""What ends a command with a sentence rather than a traceback."""

from slotkeeper.assets import AssetsMissingError
from slotkeeper.config import SettingsWrong
from slotkeeper.domain.clinic_file import ClinicFileWrong
from slotkeeper.domain.errors import ClinicUnknown
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
)


def told(refusal: BaseException) -> str:
    """The refusal in words."""
    if isinstance(refusal, SettingsWrong):
        return _listed("the settings are not right", refusal.problems)
    if isinstance(refusal, ClinicFileWrong):
        return _listed("this is no clinic file, nothing was changed", refusal.problems)
    if isinstance(refusal, ClinicUnknown):
        return f'there is no clinic "{refusal}"; `slotkeeper clinic list` names them all'
    if isinstance(refusal, DatabaseUnavailable):
        return f"the database does not answer: {refusal}"
    return str(refusal)


def _listed(what: str, problems: tuple[object, ...]) -> str:
    return "\n".join((f"{what}:", *(f"  {each}" for each in problems)))
