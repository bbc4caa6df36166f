"""What every use case may need, passed in and never imported."""

from collections.abc import Callable
from dataclasses import dataclass

from slotkeeper.domain.tokens import Signer
from slotkeeper.gateways.payments import PaymentGateway
from slotkeeper.services.clinic_cache import ClinicCache
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import Database


@dataclass(frozen=True, slots=True)
class Toolbox:
    """One per server process. `clock` gives epoch seconds; `abuse_checks` is off only in load
    tests.
    """

    database: Database
    clinics: ClinicCache
    clock: Callable[[], int]
    signer: Signer
    abuse_checks: bool
    base_url: str
    payments: PaymentGateway
    vault: Vault
