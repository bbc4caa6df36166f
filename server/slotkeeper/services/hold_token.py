"""The patient's key to a hold."""

from dataclasses import dataclass

from slotkeeper.domain.errors import HoldUnknown
from slotkeeper.domain.tokens import Signer, TokenInvalid

PURPOSE = "hold"
LIFETIME = 86_400
"""Seconds for which an old token still tells what was wanted; the hold itself ends much earlier."""


@dataclass(frozen=True, slots=True)
class HoldKey:
    """What a token says: whose hold it is and what was wanted, so that it can be offered again when
    it is gone.
    """

    clinic_id: int
    hold_id: int
    visitor: str
    kind: str
    practitioner: str
    location: str
    starts_at: int
    issued_at: int
    said: str = ""


def sign_hold(signer: Signer, key: HoldKey) -> str:
    """The token that the patient's browser keeps."""
    return signer.sign(
        PURPOSE,
        key.issued_at + LIFETIME,
        key.clinic_id,
        key.hold_id,
        key.visitor,
        key.kind,
        key.practitioner,
        key.location,
        key.starts_at,
        key.issued_at,
        key.said,
    )


def read_hold(signer: Signer, token: str, clinic_id: int, now: int) -> HoldKey:
    """What the token says.

    Raises HoldUnknown where it is forged, too old or another clinic's.
    """
    try:
        key = HoldKey(*signer.read(PURPOSE, token, now))
    except TokenInvalid as problem:
        raise HoldUnknown from problem
    if key.clinic_id != clinic_id:
        raise HoldUnknown
    return key
