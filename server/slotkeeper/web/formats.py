"""Times, dates, money and phone numbers as people of a language write them.

Plain `en` is English for everyone: day before month, "9:15 am", "A$95.00" beside "$95.00" for US
dollars. A tag with a country (`en-US`) and every other language follow CLDR.
"""

import re
from copy import copy
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_currency, get_currency_precision
from babel.units import format_unit

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.money import DECIMALS

_ENGLISH = Locale("en")
_UNITS = {"m": "duration-minute", "h": "duration-hour", "d": "duration-day"}
_WIDE_SPACES = re.compile("[\u202f\u00a0]")


@lru_cache(maxsize=4096)
def time_text(at: time, language: str) -> str:
    """A local time of day: "9:15 am", "09:15"."""
    locale = _locale(language)
    if locale == _ENGLISH:
        return format_time(at, "h:mm a", locale=locale).lower()
    return _plain(format_time(at, "short", locale=locale))


@lru_cache(maxsize=4096)
def day_text(on: date, language: str) -> str:
    """A date with its weekday, short: "Tue 5 Jan"."""
    locale = _locale(language)
    if locale == _ENGLISH:
        return format_date(on, "EEE d MMM", locale=locale)
    return format_skeleton("MMMEd", on, locale=locale)


@lru_cache(maxsize=4096)
def long_day_text(on: date, language: str) -> str:
    """A date with its weekday, in full: "Tuesday 5 January"."""
    locale = _locale(language)
    if locale == _ENGLISH:
        return format_date(on, "EEEE d MMMM", locale=locale)
    # CLDR has the order of the short form only; its names written out give the long one.
    pattern = str(locale.datetime_skeletons.get("MMMMEd", locale.datetime_skeletons["MMMEd"]))
    long = re.sub("E+|c+", "EEEE", re.sub("MMM+|L+", "MMMM", pattern))
    return format_date(on, long, locale=locale)


@lru_cache(maxsize=4096)
def weekday_text(on: date, language: str) -> str:
    """The weekday, short: "Tue"."""
    return format_date(on, "ccc", locale=_locale(language))


@lru_cache(maxsize=4096)
def long_weekday_text(on: date, language: str) -> str:
    """The weekday, in full: "Tuesday"."""
    return format_date(on, "cccc", locale=_locale(language))


@lru_cache(maxsize=1024)
def day_of_month_text(on: date, language: str) -> str:
    """The number of the day in its month: "5"."""
    return format_date(on, "d", locale=_locale(language))


@lru_cache(maxsize=1024)
def month_text(on: date, language: str) -> str:
    """Month and year: "January 2027"."""
    return format_skeleton("yMMMM", on, locale=_locale(language))


@lru_cache(maxsize=1024)
def month_name_text(on: date, language: str, *, narrow: bool = False) -> str:
    """The month alone: "Jan", narrow "J"."""
    return format_date(on, "LLLLL" if narrow else "LLL", locale=_locale(language))


@lru_cache(maxsize=1024)
def months_text(first: date, last: date, language: str) -> str:
    """The months that two dates span: "January 2027", "January – February 2027"."""
    if (first.year, first.month) == (last.year, last.month):
        return month_text(first, language)
    return _plain(format_interval(first, last, "yMMMM", locale=_locale(language)))


def slot_text(at: datetime, language: str) -> str:
    """A local start with its weekday: "Tue 5 Jan, 9:15 am"."""
    return f"{day_text(at.date(), language)}, {time_text(at.time(), language)}"


@lru_cache(maxsize=1024)
def money_text(amount: int, currency: str, language: str) -> str:
    """An amount in minor units with its currency: 9500 AUD is "A$95.00"."""
    decimals = DECIMALS[currency]
    value = Decimal(amount).scaleb(-decimals)
    if decimals == get_currency_precision(currency):
        return format_currency(value, currency, locale=_locale(language))
    # CLDR leaves out the decimals of some, such as the dinar of Serbia: what is charged has them.
    pattern = copy(_locale(language).currency_formats["standard"])
    pattern.frac_prec = (decimals, decimals)
    text: str = pattern.apply(value, _locale(language), currency=currency, currency_digits=False)
    return text


@lru_cache(maxsize=1024)
def length_text(length: CutOff, language: str) -> str:
    """A length of time in words: "24 hours", "1 day"."""
    return _plain(format_unit(length.amount, _UNITS[length.unit], "long", locale=_locale(language)))


def countdown_text(seconds: int) -> str:
    """Time that is left, as the timer shows it: "7:12". Never below "0:00"."""
    minutes, rest = divmod(max(0, seconds), 60)
    return f"{minutes}:{rest:02}"


def phone_link(phone: str) -> str:
    """A `tel:` address: digits and the leading plus only."""
    return "tel:" + re.sub(r"(?!^\+)[^\d]", "", phone.strip())


def _plain(text: str) -> str:
    # CLDR joins with spaces of other widths, which some fonts lack and no search finds.
    return _WIDE_SPACES.sub(" ", text).replace("\u2009", " ")


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return _ENGLISH
