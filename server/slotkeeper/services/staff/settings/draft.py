"""A change of the set-up that is not saved yet."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from msgspec import Struct

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_change import Changes, find_changes, keep_rows
from slotkeeper.domain.clinic_file import clinic_values, parse_clinic, read_clinic, write_clinic
from slotkeeper.domain.errors import Fact
from slotkeeper.services.holidays import check_region


class AnotherClinic(Fact):
    """The file is of a clinic with another slug."""


class Draft(Struct, frozen=True, kw_only=True):
    """`old` is the clinic as it stands, `new` as it would be; `changes` by name of the setting."""

    old: Clinic
    new: Clinic
    changes: Changes

    @property
    def mark(self) -> str:
        """A mark of both: whoever sends it back has seen the effect of this very change."""
        text = f"{self.old.version} {write_clinic(self.new)}"
        return sha256(text.encode()).hexdigest()[:32]


def make_draft(clinic: Clinic, values: Mapping[str, Any]) -> Draft:
    """The change from a clinic to the values of a file (`clinic_values`).

    Raises ClinicFileWrong with every problem.
    """
    return _draft(clinic, read_clinic(values))


def draft_from_file(clinic: Clinic, text: str) -> Draft:
    """The change from a clinic to a clinic file. Raises ClinicFileWrong, AnotherClinic."""
    new = parse_clinic(text)
    if new.slug != clinic.slug:
        raise AnotherClinic(new.slug)
    return _draft(clinic, new)


def _draft(old: Clinic, new: Clinic) -> Draft:
    check_region(new)
    changes = find_changes(clinic_values(old), clinic_values(new))
    return Draft(old=old, new=keep_rows(new, old), changes=changes)
