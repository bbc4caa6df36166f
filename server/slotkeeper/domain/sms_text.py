"""What a text message may say in how many parts (3GPP TS 23.038): each part is paid for."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
_ONE, _OF_SEVERAL = 160, 153
_ONE_UCS2, _OF_SEVERAL_UCS2 = 70, 67

_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00b7": "-",
    }
)


def plain(text: str) -> str:
    """The same with plain signs for those of fine print: one dash or curly quote would more than
    halve the room of a message.
    """
    return text.translate(_PLAIN)


def is_gsm7(text: str) -> bool:
    """Whether every sign is one of the alphabet of seven bits."""
    return all(each in _BASIC or each in _EXTENDED for each in text)


def count_segments(text: str) -> int:
    """In how many parts a text goes: 160 signs in one, 153 in each of several; 70 and 67 (UTF-16)
    where a sign is outside the alphabet of seven bits. 0 for no text.

    Signs of the extension take two septets and are not parted.
    """
    if is_gsm7(text):
        return _parts([1 + (each in _EXTENDED) for each in text], _ONE, _OF_SEVERAL)
    units = [len(each.encode("utf-16-le")) // 2 for each in text]
    return _parts(units, _ONE_UCS2, _OF_SEVERAL_UCS2)


def _parts(sizes: list[int], one: int, of_several: int) -> int:
    if sum(sizes) <= one:
        return int(bool(sizes))
    parts, room = 1, of_several
    for size in sizes:
        if size > room:
            parts, room = parts + 1, of_several
        room -= size
    return parts
