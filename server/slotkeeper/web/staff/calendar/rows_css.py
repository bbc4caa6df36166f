"""The style sheet that puts things in their rows, written out once: no page may set a style of its
own (Content-Security-Policy), and a calendar must stand right before any script runs.
"""

from functools import cache

from slotkeeper.bundle import Bundle, pack
from slotkeeper.web.staff.calendar.columns import MOST_LANES, ROW_MINUTES

_MOST_HOURS = 26  # a day of 25 hours beside others, and one to spare


@cache
def calendar_rows() -> Bundle:
    """`.s12` begins at the twelfth row, `.l3` is three rows long, `.n4` shares the width with three
    others, `.i2` is the third of them.
    """
    rows = range(_MOST_HOURS * 60 // ROW_MINUTES + 1)
    rules = [f".s{row}{{--s:{row}}}" for row in rows]
    rules += [f".l{row}{{--l:{row}}}" for row in rows]
    rules += [f".n{lane}{{--n:{lane}}}" for lane in range(1, MOST_LANES + 1)]
    rules += [f".i{lane}{{--i:{lane}}}" for lane in range(MOST_LANES)]
    return pack("".join(rules))
