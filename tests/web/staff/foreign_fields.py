"""Forms and addresses that name what is another clinic's in their fields."""

from tests.web.staff.filled import Filled
from tests.web.staff.foreign import FORM, MARK, NELL, NOBODYS

REPEATS = {"repeats": "on", "every_weeks": "1", "ends": "times", "times": "2", "scope": "all"}


def foreign_fields(theirs: Filled) -> list[tuple[str, str, dict[str, str]]]:
    """Method, address without the clinic's, and fields that name what is not ours."""
    patient, other = (str(theirs.numbers[each]) for each in ("patient", "other"))
    who, kind = theirs.clinic.practitioners[0], theirs.clinic.appointment_types[0]
    moved = f"{theirs.numbers['booking']}.0@{who.slug}@1801522800"
    hold, member = str(theirs.numbers["hold"]), str(theirs.numbers["member"])
    named = {"practitioner": who.slug, "type": kind.slug, "kind": kind.slug, "patient": patient}
    ids = {"practitioner": str(who.id), "type": str(kind.id), "q": MARK}
    posts = [
        ("calendar/new", {**FORM, "patient": patient}),
        ("calendar/new", {**FORM, "practitioner": who.slug}),
        ("calendar/new", {**FORM, "kind": kind.slug}),
        ("calendar/new", {**FORM, "release": hold, "day": "0"}),
        ("calendar/new", {**FORM, "release": hold, "override": f"duplicate-{patient}"}),
        ("calendar/new", {"act": "find", "q": MARK, "patient": patient}),
        ("calendar/new", {"act": "find", "q": "p0@corner-practice.example"}),
        ("calendar/new", {**FORM, **REPEATS, "patient": patient}),
        ("series/new", {**FORM, **REPEATS, "patient": patient, "act": "save"}),
        ("series/new", {**FORM, **REPEATS, "practitioner": who.slug, "act": "save"}),
        ("series/{series}/change", {**FORM, **REPEATS, "practitioner": who.slug, "act": "save"}),
        ("bookings/{booking}/move", {**FORM, "practitioner": who.slug}),
        ("bookings/{booking}/move", {**FORM, "release": hold, "revision": "9"}),
        ("waitlist/{entry}/offer", {"time": f"{who.id}-1801522800"}),
        ("blocks/new", {**FORM, "practitioner": who.slug}),
        ("blocks/{block}", {**FORM, "practitioner": who.slug}),
        ("patients/apart", {"one": "{patient}", "other": other}),
        ("patients/apart", {"one": patient, "other": "{other}"}),
        ("patients/apart", {"one": patient, "other": other}),
        ("patients", {"q": MARK}),
        ("patients", {"q": MARK, "after": f"0-{patient}"}),
        ("patients", {"q": theirs.reference("booking")}),
        ("desk-check", {"text": MARK}),
        ("desk-check", {"text": theirs.reference("booking")}),
        ("desk-check", {"text": f"/staff/{theirs.slug}/desk/{theirs.reference('booking')}"}),
        ("desk-check/without-booking", {**FORM, "patient": patient, "act": "look"}),
        ("desk-check/without-booking", {**FORM, "take": f"{who.slug}@1801522800#0"}),
        ("desk-check/without-booking", {**FORM, "take": f"{NELL}@1801522800!{moved}#0"}),
        ("bookings", ids),
        ("bookings", {"q": MARK}),
        ("bookings", {"q": theirs.reference("paid")}),
        ("bookings.csv", ids),
        ("bookings.csv", {"q": MARK}),
        ("staff/invitations", {**FORM, "role": "practitioner", "practitioner": who.slug}),
        ("staff/{member}/role", {"role": "practitioner", "practitioner": who.slug}),
        (f"settings/practitioners/{who.slug}", FORM),
        (f"settings/practitioners/{who.slug}/remove", FORM),
        (f"settings/appointment-types/{kind.slug}", FORM),
        ("settings/practitioners", {"do": f"up:{who.slug}", "version": "1"}),
        ("time-off/new", {**FORM, "who": who.slug, "from": "2027-02-09"}),
        ("time-off/cancel", {f"b.{theirs.numbers['booking']}": "0", "sure": "on", "tell": "on"}),
        ("time-off/keep", {f"b.{theirs.numbers['booking']}": "0"}),
        (f"time-off/{who.slug}/2027-02-09.2027-02-09", {**FORM, "was": "2027-02-09/2027-02-09"}),
    ]
    gets = [
        ("calendar/new", {**named, "start": "1801522800"}),
        ("blocks/new", named),
        ("calendar", named),
        ("calendar/grid", named),
        ("calendar", {**ids, "view": "week"}),
        (f"desk/{theirs.reference('booking')}", {}),
        ("desk-check/without-booking", named),
        ("bookings", ids),
        ("bookings", {"after": f"9999999999-{theirs.numbers['booking']}"}),
        ("bookings.csv", ids),
        ("patients", {"q": MARK, "after": f"9999999999-{patient}"}),
        ("patients/duplicates", {"before": patient}),
        ("log", {"who": member}),
        ("log", {"about": "patient", "number": patient}),
        ("log", {"about": "booking", "number": str(theirs.numbers["booking"])}),
        ("log", {"after": f"9999999999-{NOBODYS}"}),
        ("website", {**named, "practitioner": who.slug}),
        ("website/preview", {**named, "practitioner": who.slug}),
        (f"settings/practitioners/{who.slug}", {}),
        ("time-off/new", {**named, "from": "2027-02-09"}),
        (f"time-off/{who.slug}/2027-02-09.2027-02-09", {}),
        (f"settings/practitioners/{who.slug}/remove", {}),
        (f"settings/appointment-types/{kind.slug}", {}),
    ]
    return [("POST", *each) for each in posts] + [("GET", *each) for each in gets]
