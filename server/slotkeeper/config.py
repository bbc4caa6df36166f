"""The settings, from the environment: read once, at the start."""

import ipaddress
import os
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.clock import read_instant
from slotkeeper.development_secret import (
    DEVELOPMENT_SECRET,
    find_secret_beside,
    keep_secret_beside,
)
from slotkeeper.domain.clinic_file.fields import read_origin
from slotkeeper.encryption_keys import key_from, read_keys
from slotkeeper.gateways.smtp.server import MailServer, read_mail_from, read_mail_server
from slotkeeper.storage.database import is_postgresql

T = TypeVar("T")

PREFIX = "SLOTKEEPER_"
SHORTEST_SECRET = 32
_NAMES = (
    *("MODE", "DATABASE", "URL", "SECRET", "ENCRYPTION_KEYS", "TRUSTED_PROXIES"),
    *("CLOCK", "ABUSE_CHECKS", "STRIPE_API", "SMS_API", "MAIL", "MAIL_FROM"),
)
_MODES: tuple[Literal["development"], Literal["production"]] = ("development", "production")


class Settings(Struct, frozen=True, kw_only=True):
    """How this server runs.

    `database` is the path of an SQLite file or postgresql://…; `url` the public base address
    without a slash at its end, empty until `serve` knows its port; `clock` the instant at which the
    server's clock starts (epoch seconds), None for the true time; `abuse_checks` off lifts rate
    limits, bot timing and hold caps per address; `trusted_proxies` are addresses or networks whose
    X-Forwarded-For is believed; `encryption_keys` seal what clinics entrust to us, the newest
    first; `stripe_api` is the address of a pretend Stripe, empty for the true one; `sms_api` is
    that of a service for text messages that speaks as Twilio does, empty for Twilio; `mail` is the
    server that takes mail (None: it waits), `mail_from` the address it comes from.
    """

    mode: Literal["development", "production"] = "development"
    database: str = "data/slotkeeper.db"
    url: str = ""
    secret: str = DEVELOPMENT_SECRET
    clock: int | None = None
    abuse_checks: bool = True
    trusted_proxies: tuple[str, ...] = ()
    encryption_keys: tuple[str, ...] = ()
    stripe_api: str = ""
    sms_api: str = ""
    mail: MailServer | None = None
    mail_from: str = ""

    def __repr__(self) -> str:
        return f"Settings(mode={self.mode!r}, url={self.url!r})"


class SettingsWrong(Exception):  # noqa: N818 - a fact that the operator is told
    """The start is refused; `problems` are sentences, each naming its setting."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def read_settings(
    environ: Mapping[str, str] | None = None, *, keep_secret: bool = True
) -> Settings:
    """The settings of `environ` (the process's own if None), each NAME also as NAME_FILE.

    An empty value counts as none. In development a missing secret is made and kept beside the
    SQLite file; where `keep_secret` is false, the one that is there is taken, if any. Raises
    SettingsWrong with every problem at once.
    """
    reader = _Environment(os.environ if environ is None else environ)
    mode: Literal["development", "production"] = reader.read("MODE", _mode, "development")
    database = reader.read("DATABASE", _database, Settings().database)
    settings = Settings(
        mode=mode,
        database=database,
        url=reader.read("URL", _url, ""),
        secret=reader.read("SECRET", _secret, ""),
        clock=reader.read("CLOCK", read_instant, None),
        abuse_checks=reader.read("ABUSE_CHECKS", _on_or_off, default=True),
        trusted_proxies=reader.read("TRUSTED_PROXIES", _networks, ()),
        encryption_keys=reader.read("ENCRYPTION_KEYS", read_keys, ()),
        stripe_api=reader.read("STRIPE_API", _url, ""),
        sms_api=reader.read("SMS_API", _url, ""),
        mail=reader.read("MAIL", read_mail_server, None),
        mail_from=reader.read("MAIL_FROM", read_mail_from, ""),
    )
    problems = reader.problems + (_unfit(settings, reader) if mode == "production" else [])
    if settings.mail and not settings.mail_from and not reader.was_wrong("MAIL_FROM"):
        problems.append(f"{PREFIX}MAIL_FROM: expected the e-mail address that mail comes from")
    if problems:
        raise SettingsWrong(problems)
    return settings if settings.secret else _with_secret(settings, make=keep_secret)


def encryption_keys(settings: Settings) -> tuple[str, ...]:
    """The keys of the vault, the newest first: in development without any, one that follows from
    the secret. Empty where there is none.
    """
    if settings.mode == "development" and settings.secret and not settings.encryption_keys:
        return (key_from(settings.secret),)
    return settings.encryption_keys


class _Environment:
    """Reads one setting after the other, and gathers what is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems = [
            f"{name}: no such setting{_hint(name)}"
            for name in sorted(environ)
            if name.startswith(PREFIX) and name.removesuffix("_FILE") not in _known()
        ]
        self._wrong: set[str] = set()

    def read(self, key: str, parse: Callable[[str], T], default: T) -> T:
        name = PREFIX + key
        try:
            value = self._value(name)
            return parse(value) if value else default
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            self._wrong.add(key)
            return default

    def was_wrong(self, key: str) -> bool:
        return key in self._wrong

    def _value(self, name: str) -> str:
        plain, file = self._environ.get(name, ""), self._environ.get(f"{name}_FILE", "")
        if plain and file:
            raise ValueError(f"expected either this or {name}_FILE, not both")
        if not file:
            return plain.strip()
        try:
            return Path(file).read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"expected {name}_FILE to name a readable file: {error}") from error


def _known() -> list[str]:
    return [PREFIX + name for name in _NAMES]


def _hint(name: str) -> str:
    near = get_close_matches(name.removeprefix(PREFIX), _NAMES, n=1)
    if near:
        return f"; did you mean {PREFIX}{near[0]}?"
    return f"; expected one of {', '.join(_known())}"


def _mode(value: str) -> Literal["development", "production"]:
    for mode in _MODES:
        if value == mode:
            return mode
    raise ValueError(f'expected "development" or "production", found "{value}"')


def _database(value: str) -> str:
    if is_postgresql(value):
        return value
    if "://" in value or value.startswith(("sqlite:", ":")):
        raise ValueError("expected the path of an SQLite file, or postgresql://user@host/name")
    return value


def _url(value: str) -> str:
    address = read_origin(value.removesuffix("/"))
    if address is None:
        raise ValueError(
            f'expected an address such as "https://book.example", without a path, found "{value}"'
        )
    return address


def _secret(value: str) -> str:
    if len(value) < SHORTEST_SECRET:
        raise ValueError(f"expected at least {SHORTEST_SECRET} characters, found {len(value)}")
    return value


def _on_or_off(value: str) -> bool:
    if value not in {"on", "off"}:
        raise ValueError(f'expected "on" or "off", found "{value}"')
    return value == "on"


def _networks(value: str) -> tuple[str, ...]:
    addresses = tuple(each.strip() for each in value.split(",") if each.strip())
    for each in addresses:
        try:
            ipaddress.ip_network(each)
        except ValueError as error:
            raise ValueError(
                f'expected addresses or networks such as "10.0.0.5, 10.1.0.0/16": {error}'
            ) from error
    return addresses


def _unfit(settings: Settings, reader: _Environment) -> list[str]:
    """What development may do and production must not."""
    problems = []
    if not settings.secret and not reader.was_wrong("SECRET"):
        problems.append(
            f"{PREFIX}SECRET: expected {SHORTEST_SECRET} or more characters of chance "
            "in production, such as `openssl rand -base64 48` prints"
        )
    if settings.secret == DEVELOPMENT_SECRET:
        problems.append(f"{PREFIX}SECRET: expected one of your own, this one is public")
    if not settings.url.startswith("https://") and not reader.was_wrong("URL"):
        problems.append(f'{PREFIX}URL: expected the public address, "https://…", in production')
    if settings.clock is not None:
        problems.append(f"{PREFIX}CLOCK: expected none in production")
    if not settings.abuse_checks:
        problems.append(f'{PREFIX}ABUSE_CHECKS: expected "on" in production')
    if settings.stripe_api:
        problems.append(f"{PREFIX}STRIPE_API: expected none in production, as it is no true Stripe")
    if settings.sms_api.startswith("http://"):
        problems.append(f'{PREFIX}SMS_API: expected "https://…" in production, or none for Twilio')
    return problems


def _with_secret(settings: Settings, *, make: bool) -> Settings:
    if is_postgresql(settings.database):
        return replace(settings, secret=DEVELOPMENT_SECRET)
    find = keep_secret_beside if make else find_secret_beside
    try:
        return replace(settings, secret=find(Path(settings.database)))
    except OSError as error:
        raise SettingsWrong(
            [f"{PREFIX}SECRET: none is set, and none can be kept beside the database: {error}"]
        ) from error
