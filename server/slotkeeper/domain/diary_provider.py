"""Who keeps practitioners' diaries, and where: so that nobody has to know what CalDAV is."""

from urllib.parse import urlsplit

from msgspec import Struct

LONGEST_ADDRESS = 500


class Provider(Struct, frozen=True, kw_only=True):
    """One that many have. `address` is where its diaries are asked for, "" where it differs; under
    `password_page` passwords for one application are made; `domains` are those of its e-mail
    addresses. Where `is_open` is false it lets nobody in with a name and a password.
    """

    key: str
    name: str
    address: str = ""
    password_page: str = ""
    domains: tuple[str, ...] = ()
    is_open: bool = True


PROVIDERS = (
    Provider(
        key="icloud",
        name="Apple iCloud",
        address="https://caldav.icloud.com/",
        password_page="https://account.apple.com/",  # noqa: S106 - a page
        domains=("icloud.com", "me.com", "mac.com"),
    ),
    Provider(
        key="fastmail",
        name="Fastmail",
        address="https://caldav.fastmail.com/",
        password_page="https://app.fastmail.com/settings/security",  # noqa: S106 - a page
        domains=("fastmail.com", "fastmail.fm"),
    ),
    Provider(key="nextcloud", name="Nextcloud"),
    Provider(
        key="mailbox",
        name="mailbox.org",
        address="https://dav.mailbox.org/",
        password_page="https://app.mailbox.org/",  # noqa: S106 - a page
        domains=("mailbox.org",),
    ),
    Provider(key="other", name="CalDAV"),
    Provider(key="google", name="Google", domains=("gmail.com", "googlemail.com"), is_open=False),
    Provider(
        key="microsoft",
        name="Microsoft 365, Outlook",
        domains=("outlook.com", "hotmail.com", "live.com"),
        is_open=False,
    ),
)
"""In the order in which they are offered."""

_BY_KEY = {each.key: each for each in PROVIDERS}
_NEXTCLOUD = "remote.php/dav/"


def find_provider(key: str) -> Provider | None:
    """The one of that key."""
    return _BY_KEY.get(key)


def closed_provider(user: str) -> Provider | None:
    """The one whose address `user` is, where it lets nobody in with a password."""
    domain = user.strip().lower().rpartition("@")[2]
    return next((each for each in PROVIDERS if not each.is_open and domain in each.domains), None)


def addresses_to_try(provider: Provider, typed: str, user: str) -> list[str]:
    """Where a diary may be, the likeliest first: what was typed, or the provider's own address, or
    the domain of the e-mail address `user`. Empty where there is nothing to go by.

    From each the calendars are found as RFC 6764 says, by /.well-known/caldav.
    """
    start = _address(typed) or provider.address or _address(user.partition("@")[2])
    if not start:
        return []
    if provider.key == "nextcloud" and _NEXTCLOUD.rstrip("/") not in start:
        return [f"{start.rstrip('/')}/{_NEXTCLOUD}", start]
    return [start]


def _address(typed: str) -> str:
    text = typed.strip()
    if not text or " " in text or len(text) > LONGEST_ADDRESS:
        return ""
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.netloc else ""
