"""Amounts of money: whole minor units inside, decimal strings in files and on pages."""

import re

_BY_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
        "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD "
        "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "
        "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD "
        "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
        "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
        "VES WST XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

DECIMALS = {code: decimals for decimals, codes in _BY_DECIMALS.items() for code in codes.split()}
"""ISO 4217: currency code → digits after the decimal point."""

LARGEST = 10**12
"""Minor units; beyond any price, and safe in every engine and in JavaScript."""

_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,4}))?")


def parse_amount(text: str, currency: str) -> int:
    """Minor units of an amount written with a point, "95.00" or "95" (JPY: "4500", KWD: "9.500").

    Raises ValueError with what was expected: more decimals than the currency has, signs, spaces,
    thousands separators, an amount beyond LARGEST. Digits: ISO 4217, minor units.
    """
    decimals = DECIMALS[currency]
    match = _AMOUNT.fullmatch(text)
    if not match or len(match[2] or "") > decimals:
        raise ValueError(f'an amount in {currency} such as "{format_amount(_EXAMPLE, currency)}"')
    minor = int(match[1] + (match[2] or "").ljust(decimals, "0"))
    if minor > LARGEST:
        raise ValueError(f"at most {format_amount(LARGEST, currency)} {currency}")
    return minor


def format_amount(minor: int, currency: str) -> str:
    """The amount as the clinic file holds it: always all decimals, no currency, no separators."""
    decimals = DECIMALS[currency]
    digits = str(minor).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


_EXAMPLE = 9500
