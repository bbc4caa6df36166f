"""How a clinic's waiting list works: the section [waitlist] of its file (C6)."""

from msgspec import Struct


class WaitlistRules(Struct, frozen=True, kw_only=True):
    """A time that becomes free is kept `offer_minutes` for one person of the list, then for the
    next. `existing_first`: the clinic's own patients before new ones. `sms`: an offer goes as a
    text too, where the clinic sends texts at all. `most_unanswered` offers that somebody lets pass
    take them off the list.
    """

    enabled: bool = False
    offer_minutes: int = 30
    existing_first: bool = True
    sms: bool = True
    most_unanswered: int = 3
