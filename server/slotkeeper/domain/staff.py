"""Who works for a clinic, and what they may see."""

import unicodedata
from typing import Literal, TypeGuard

from msgspec import Struct

from slotkeeper.domain.errors import Fact

Role = Literal["owner", "reception", "practitioner"]

ROLES: tuple[Role, ...] = ("owner", "reception", "practitioner")
"""An owner may do everything, reception everything but the set-up, a practitioner sees only the own
diary.
"""

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LONGEST_NAME = 100
_FEWEST_CHARACTERS = 5


class Staff(Struct, frozen=True, kw_only=True):
    """One person, who may work for several clinics. `password_hash` is argon2id's, `totp_secret`
    sealed, "" without a second factor.
    """

    id: int
    email: str
    name: str
    password_hash: str = ""
    totp_secret: str = ""

    def __repr__(self) -> str:
        return f"Staff(id={self.id})"

    @property
    def has_second_factor(self) -> bool:
        """Whether a code is asked for after the password."""
        return bool(self.totp_secret)


class Member(Struct, frozen=True, kw_only=True):
    """That somebody works for a clinic; `practitioner_id` is whose diary theirs is, None for who
    sees no patients. `asks_second_factor`: the clinic asks everybody for one.
    """

    staff: Staff
    clinic_id: int
    role: Role
    practitioner_id: int | None = None
    asks_second_factor: bool = False

    @property
    def lacks_second_factor(self) -> bool:
        """Whether the clinic's pages stay closed to them until they have one."""
        return self.asks_second_factor and not self.staff.has_second_factor

    def may_see_diary(self, practitioner_id: int) -> bool:
        """Whether the diary of that practitioner of the clinic is open to them."""
        return self.role != "practitioner" or practitioner_id == self.practitioner_id

    @property
    def only_diary(self) -> int | None:
        """The one practitioner whose diary they see, None for all of them."""
        return self.practitioner_id if self.role == "practitioner" else None


class SignInRefused(Fact):
    """E-mail address and password do not belong together; never which of them is wrong."""


class CodeRefused(Fact):
    """Not the code of the second factor at this time, or one that was used before."""


class NotSignedIn(Fact):
    """Nobody is signed in, or not any more."""


class InvitationOver(Fact):
    """The link was used, withdrawn, is too old, or never was one."""


class SecondFactorMissing(Fact):
    """The clinic asks everybody for a second factor, and this person has none."""


class NotInvited(Fact):
    """The invitation is for somebody else than who is signed in."""


class MemberUnknown(Fact):
    """Nobody of that number works for the clinic."""


class LastOwner(Fact):
    """Without this one nobody could look after the clinic's settings."""


class AlreadyMember(Fact):
    """Works for the clinic already."""


def is_role(text: str) -> TypeGuard[Role]:
    """Whether a text names a role."""
    return text in ROLES


def fold_email(email: str) -> str:
    """An address as it is kept and looked for: without spaces around it, in lower case."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def fold_password(password: str) -> str:
    """A password as it is hashed: the same whichever keyboard wrote its letters (NIST SP 800-63B,
    5.1.1.2).
    """
    return unicodedata.normalize("NFKC", password)


def password_problem(password: str, email: str, name: str = "") -> str:
    """Why a password cannot be taken, as the name of a text; "" where it can.

    Length counts, kinds of characters do not (NIST SP 800-63B, 5.1.1.2).
    """
    folded = fold_password(password)
    if len(folded) < SHORTEST_PASSWORD:
        return "password_short"
    if len(folded) > LONGEST_PASSWORD:
        return "password_long"
    known = {email.casefold(), email.partition("@")[0].casefold(), name.casefold()}
    if folded.casefold().strip() in known or len(set(folded.casefold())) < _FEWEST_CHARACTERS:
        return "password_easy"
    return ""
