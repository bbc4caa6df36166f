"""One item of a calendar as HTML, made once: nearly all of a week is the same when it is fetched
anew.
"""

from functools import lru_cache

from markupsafe import Markup

from slotkeeper.web.staff.calendar.items import Item
from slotkeeper.web.staff.portal import Portal

_MOST = 5000
"""Of a few hundred bytes each; those that nobody looked at longest go."""


@lru_cache(maxsize=_MOST)
def card_of(portal: Portal, language: str, home: str, item: Item) -> Markup:
    """What calendar/item.html makes of it; `home` is where the clinic's pages begin."""
    context = {"item": item, "home": home, "address": f"{home}/calendar"}
    return Markup(portal.show("calendar/item.html", language, context))  # noqa: S704 - ours, escaped
