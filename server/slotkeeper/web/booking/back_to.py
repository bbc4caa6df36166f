"""What stays chosen when a patient goes back."""

from slotkeeper.services.wish import ANY


def back_to(chosen: tuple[str, str, str], decision: str) -> dict[str, str]:
    """What stays chosen of type, location and practitioner when the patient goes back to that
    decision; all of it for the times.
    """
    names = ("type", "location", "practitioner")
    query = dict(zip(names, (chosen[0], chosen[1] or ANY, chosen[2]), strict=True))
    if decision in query:
        return {name: query[name] for name in names[: names.index(decision)]}
    return query
