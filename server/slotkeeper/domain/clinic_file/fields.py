"""How single fields are written: text → value, ValueError saying what was expected."""

import re
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from slotkeeper.domain.clinic_file.problems import did_you_mean
from slotkeeper.domain.country import COUNTRIES
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.money import DECIMALS, format_amount, parse_amount
from slotkeeper.domain.prepayment import (
    NO_PREPAYMENT,
    Prepayment,
    amount_due,
    payment_step,
    smallest_payment,
)

LONGEST_NOTICE_DAYS = 730
_MINUTES_A_DAY = 1440
_UNIT_MINUTES = {"m": 1, "h": 60, "d": _MINUTES_A_DAY}
_CUT_OFF = re.compile(r"([0-9]{1,7})([mhd])")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[^@\s.<>,;:\"()\[\]\\]+\.)+[^@\s.\d<>]{2,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_PHONE = re.compile(r"[+]?[0-9 ()./-]{3,40}")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_ORIGIN = re.compile(r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::([1-9][0-9]{0,4}))?")
_PAGE = re.compile(r"(https?://[^/?@\\#]+)(?:[/?][!\"$-~]*)?")
_THIS_MACHINE = re.compile(r"http://(?:localhost|127\.0\.0\.1|\[::1\])(?::|$)")
LONGEST_PAGE = 200
"""Of a page that links lead to: text messages are paid for by their length."""
_DEFAULT_PORT = {"http": "80", "https": "443"}
_HIGHEST_PORT = 65_535


def parse_cut_off(text: str) -> CutOff:
    """Minimum notice: "90m", "2h" or "1d"."""
    match = _CUT_OFF.fullmatch(text)
    if not match:
        raise ValueError('a notice such as "90m", "2h" or "1d"')
    amount, unit = int(match[1]), match[2]
    if amount * _UNIT_MINUTES[unit] > LONGEST_NOTICE_DAYS * _MINUTES_A_DAY:
        raise ValueError(f'at most "{LONGEST_NOTICE_DAYS}d"')
    return CutOff(amount, "m" if unit == "m" else "h" if unit == "h" else "d")


def format_cut_off(cut_off: CutOff) -> str:
    """The notice as the file writes it."""
    return f"{cut_off.amount}{cut_off.unit}"


def parse_time(text: str) -> int:
    """Minutes after local midnight of "HH:MM", "24:00" included."""
    if text == "24:00":
        return _MINUTES_A_DAY
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError('a time from "00:00" to "24:00"')
    return int(match[1]) * 60 + int(match[2])


def format_time(minutes: int) -> str:
    """Minutes after local midnight as "HH:MM"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def parse_prepayment(text: str, currency: str, price: int) -> Prepayment:
    """The rule of "none", "full", "deposit 30.00" or "deposit 25%" for a price in minor units.

    Raises ValueError, also where what is then due cannot be charged.
    """
    if text == "none":
        return NO_PREPAYMENT
    prepay = Prepayment(kind="full") if text == "full" else _some_of(text, currency, price)
    if not price:
        raise ValueError('"none", as there is no price')
    _refuse_uncharged(prepay, currency, price)
    return prepay


def _some_of(text: str, currency: str, price: int) -> Prepayment:
    word, _, rest = text.partition(" ")
    if word != "deposit" or not rest:
        example = format_amount(3000, currency)
        raise ValueError(f'"none", "full", "deposit {example}" or "deposit 25%"')
    return _percent(rest) if rest.endswith("%") else _deposit(rest, currency, price)


def parse_deposit(text: str, currency: str) -> Prepayment:
    """The rule of "deposit 30.00" or "deposit 25%" for whatever price. Raises ValueError, also for
    an amount that cannot be charged.
    """
    prepay = _some_of(text, currency, 0)
    if prepay.kind == "deposit":
        _refuse_uncharged(prepay, currency, prepay.amount)
    return prepay


def _percent(text: str) -> Prepayment:
    if not re.fullmatch(r"[1-9][0-9]?%|100%", text):
        raise ValueError('a whole percentage from "deposit 1%" to "deposit 100%"')
    return Prepayment(kind="deposit_percent", amount=int(text[:-1]))


def _deposit(text: str, currency: str, price: int) -> Prepayment:
    amount = parse_amount(text, currency)
    if price and not 0 < amount <= price:
        raise ValueError(f"a deposit above 0 and up to the price, {format_amount(price, currency)}")
    return Prepayment(kind="deposit", amount=amount)


def _refuse_uncharged(prepay: Prepayment, currency: str, price: int) -> None:
    due = amount_due(prepay, price, currency).now
    what = "a price" if prepay.kind == "full" else "a deposit"
    if due < (least := smallest_payment(currency)):
        amount = f"{format_amount(least, currency)} {currency}"
        raise ValueError(f"{what} of at least {amount}, the least that can be charged")
    if due % (step := payment_step(currency)):
        amount = f"{format_amount(step, currency)} {currency}"
        raise ValueError(f"{what} in steps of {amount}, as it can be charged only so")


def format_prepayment(prepay: Prepayment, currency: str) -> str:
    """The rule as the file writes it."""
    if prepay.kind == "deposit":
        return f"deposit {format_amount(prepay.amount, currency)}"
    return f"deposit {prepay.amount}%" if prepay.kind == "deposit_percent" else prepay.kind


def parse_time_zone(text: str) -> str:
    """A zone of the IANA data base."""
    zones = _time_zones()
    if text not in zones:
        hint = did_you_mean(text, sorted(zones))
        raise ValueError(f'an IANA time zone such as "Australia/Sydney"{hint}')
    return text


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def parse_currency(text: str) -> str:
    """A currency code of ISO 4217."""
    if text not in DECIMALS:
        hint = did_you_mean(text, list(DECIMALS))
        raise ValueError(f'an ISO 4217 currency such as "EUR"{hint}')
    return text


def parse_region(text: str) -> str:
    """A part of a country by its ISO 3166-2 code."""
    if not _REGION.fullmatch(text) or text[:2] not in COUNTRIES:
        raise ValueError('a region by its code of ISO 3166-2, such as "AU-NSW" or "DE-BY"')
    return text


def parse_country(text: str) -> str:
    """A country code of ISO 3166-1; empty means: by phone prefix or time zone."""
    if text and text not in COUNTRIES:
        hint = (
            ' (did you mean "GB"?)' if text.upper() == "UK" else did_you_mean(text, list(COUNTRIES))
        )
        raise ValueError(f'an ISO 3166 country such as "AU"{hint}')
    return text


def parse_email(text: str) -> str:
    """An address that looks like one; empty means none."""
    if text and not (len(text) <= 254 and text.isprintable() and _EMAIL.fullmatch(text)):  # noqa: PLR2004 - RFC 5321
        raise ValueError('an e-mail address such as "desk@clinic.example"')
    return text


def parse_phone(text: str) -> str:
    """A telephone number as people write it; empty means none."""
    if text and not _PHONE.fullmatch(text):
        raise ValueError('a telephone number such as "+61 2 5550 1234"')
    return text


def parse_colour(text: str) -> str:
    """A colour of six hexadecimal digits; empty means none."""
    if text and not _COLOUR.fullmatch(text):
        raise ValueError('a colour such as "#2f6f5e"')
    return text


def parse_link(text: str) -> str:
    """An https address; empty means none."""
    if text and not (text.startswith("https://") and text.isprintable() and _has_host(text)):
        raise ValueError('an address such as "https://video.example/room"')
    return text


def parse_page(text: str) -> str:
    """A page of the clinic's website, as a browser writes its address: https, without a name to log
    in with or a fragment; empty means none. On this machine http will do.
    """
    match = _PAGE.fullmatch(text)
    if text and not (match and len(text) <= LONGEST_PAGE and read_origin(match[1])):
        raise ValueError('an address such as "https://clinic.example/appointments", without "#"')
    if match and match[1].startswith("http:") and not _THIS_MACHINE.match(match[1]):
        raise ValueError('an address that begins with "https://"')
    return text


def page_origin(page: str) -> str:
    """The origin of such a page."""
    match = _PAGE.fullmatch(page)
    return match[1] if match else ""


def _has_host(text: str) -> bool:
    return " " not in text and bool(urlsplit(text).hostname)


def read_language(value: object) -> str | None:
    """A language tag of BCP 47, None for anything else."""
    return value if isinstance(value, str) and _LANGUAGE.fullmatch(value) else None


def read_origin(value: object) -> str | None:
    """An origin as a browser sends it (RFC 6454): lower case, no path, no default port."""
    match = _ORIGIN.fullmatch(value) if isinstance(value, str) else None
    if not match or not isinstance(value, str):
        return None
    scheme, host, port = match[1], match[2], match[3]
    if port == _DEFAULT_PORT[scheme] or int(port or 1) > _HIGHEST_PORT:
        return None
    return value if host.startswith("[") or _HOST.fullmatch(host) else None
