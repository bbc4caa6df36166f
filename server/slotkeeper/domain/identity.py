"""By what the same person is recognised again (B3, B5)."""

import hashlib
import unicodedata
from datetime import date

_DOTS_DO_NOT_COUNT = {"gmail.com", "googlemail.com"}
_TAGS_DO_NOT_COUNT = _DOTS_DO_NOT_COUNT | {
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "fastmail.com",
    "yandex.com",
    "zoho.com",
}
_SAME_DOMAIN = {"googlemail.com": "gmail.com", "protonmail.com": "proton.me", "pm.me": "proton.me"}


def email_key(email: str) -> str:
    """The mailbox behind an address: case folded, and the dots and plus-tags of the big providers
    taken out. "" for no address.
    """
    if not email:
        return ""
    local, _, domain = email.casefold().rpartition("@")
    if domain in _TAGS_DO_NOT_COUNT:
        local = local.partition("+")[0]
    if domain in _DOTS_DO_NOT_COUNT:
        local = local.replace(".", "")
    return f"{local}@{_SAME_DOMAIN.get(domain, domain)}"


def name_key(first_name: str, last_name: str) -> str:
    """A name without case, marks and spaces, so that "Zoë O'Neil" and "ZOE ONEIL" are one."""
    decomposed = unicodedata.normalize("NFKD", f"{first_name}{last_name}".casefold())
    letters = "".join(each for each in decomposed if each.isalnum())
    return letters or decomposed


def identity_keys(email: str, phone: str, name: str, birth_date: date | None) -> list[str]:
    """The keys under which a person's bookings are counted, in ascending order (the order of
    locking).

    `phone` is E.164, `name` comes from `name_key`; name + birth date count only where the date is
    known (B5). Nobody is recognised by an address or number that is missing: staff may book for a
    patient who has given none.
    """
    facts = [f"email:{email_key(email)}"] if email else []
    facts += [f"phone:{phone}"] if phone else []
    if birth_date is not None:
        facts.append(f"person:{name}:{birth_date.isoformat()}")
    return sorted(_hashed(fact) for fact in facts)


def _hashed(fact: str) -> str:
    return hashlib.sha256(fact.encode()).hexdigest()[:32]
