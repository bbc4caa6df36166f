"""Why something did not get through, in words: from the word or the code that was kept."""

from slotkeeper.web.staff.door import StaffVisit

_GROUPS = {
    "patient": "mail",
    "clinic": "mail",
    "practitioner": "mail",
    "mail": "mail",
    "sms": "sms",
    "diary": "diary",
    "webhook": "webhook",
}
_CODES = {
    "550": "no_such_address",
    "551": "moved_away",
    "552": "full",
    "553": "odd_address",
    "554": "unwanted",
    "smtputf8": "foreign_address",
    "undelivered_30003": "undelivered_off",
    "undelivered_30004": "undelivered_blocked",
    "undelivered_30005": "undelivered_nobody",
    "undelivered_30006": "undelivered_landline",
    "undelivered_30007": "undelivered_spam",
    "undelivered_30008": "undelivered_unknown",
}
"""What a mail server's refusal most often means (RFC 5321, 4.2.3), and the codes of texts that did
not reach a telephone (Twilio's, which others have taken over).
"""


def why_text(staff: StaffVisit, way: str, problem: str) -> str:
    """`way` is a channel or the name of a way; "" for no problem. Begins with a small letter, and
    has no full stop.
    """
    code = problem.removeprefix("down:")
    group = _GROUPS.get(way, "mail")
    if not code:
        return ""
    word = _CODES.get(code, code) if group in {"mail", "sms"} else code
    for key in (f"why.{group}_{word}", f"why.any_{word}"):
        try:
            return staff.text(key)
        except KeyError:  # of a later release, or what a server thought of
            continue
    if group == "mail" and code[:1] == "4":
        return staff.text("why.mail_try_later", code=code)
    return staff.text(f"why.{group}_other", code=code.replace("_", " "))
