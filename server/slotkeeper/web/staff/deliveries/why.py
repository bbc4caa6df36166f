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


def why_text(staff: StaffVisit, way: str, problem: str) -> str:
    """`way` is a channel or the name of a way; "" for no problem. Begins with a small letter, and
    has no full stop.
    """
    word = problem.removeprefix("down:")
    group = _GROUPS.get(way, "mail")
    if not word:
        return ""
    for key in (f"why.{group}_{word}", f"why.any_{word}"):
        try:
            return staff.text(key)
        except KeyError:  # of a later release, or what a server thought of
            continue
    if group == "mail" and word[:1] == "4":
        return staff.text("why.mail_4yz", code=word)
    return staff.text(f"why.{group}_other", code=word.replace("_", " "))
