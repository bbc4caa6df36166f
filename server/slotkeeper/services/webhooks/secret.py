"""Secrets by which a clinic's system knows that an event is ours."""

import secrets
from base64 import b64encode

from slotkeeper.services.vault import Vault
from slotkeeper.storage.webhook import WebhookEndpoint

_PURPOSE = "webhook"
_BYTES = 32


def new_secret() -> str:
    """A new one, as the specification writes it: "whsec_" and base64."""
    return f"whsec_{b64encode(secrets.token_bytes(_BYTES)).decode()}"


def seal_secret(vault: Vault, clinic_id: int, secret: str) -> str:
    """So that it can be kept. Raises VaultLocked."""
    return vault.seal(secret, clinic_id, _PURPOSE)


def open_secrets(vault: Vault, endpoint: WebhookEndpoint, now: int) -> tuple[str, ...]:
    """The one in use, and the old one while it still signs. Raises VaultLocked."""
    sealed = [endpoint.secret_sealed]
    if endpoint.old_sealed and endpoint.old_until > now:
        sealed.append(endpoint.old_sealed)
    return tuple(vault.unseal(each, endpoint.clinic_id, _PURPOSE) for each in sealed)
