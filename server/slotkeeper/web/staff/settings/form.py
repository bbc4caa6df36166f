"""One form of settings on its way: read, checked, its effect shown, saved."""

from dataclasses import dataclass, field
from typing import Any

from slotkeeper.domain.clinic_file import ClinicFileWrong, FileProblem, clinic_values
from slotkeeper.services.staff.settings.draft import Draft, make_draft
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.settings.answer import Fields, Value
from slotkeeper.web.staff.settings.edit import (
    Merged,
    Place,
    merge,
    new_values,
    shown_fields,
    typed_values,
    write_before,
)
from slotkeeper.web.staff.settings.question_rows import moved_row
from slotkeeper.web.staff.settings.row_answer import Rows, without_row
from slotkeeper.web.staff.settings.words import Words, named_rows

FormProblems = dict[str, str]
_WAYS = {"up": -1, "down": 1}


@dataclass(kw_only=True)
class SheetForm:
    """`tree` are the clinic's values, `current` those of the sheet; `added` the list that gets
    another empty row; `draft` is None while something is wrong.
    """

    staff: StaffVisit
    place: Place
    tree: dict[str, Any]
    current: dict[str, Value]
    merged: Merged
    added: str = ""
    draft: Draft | None = None
    problems: FormProblems = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed these settings since the form was made."""
        return bool(self.merged.theirs)

    def context(self) -> dict[str, Any]:
        """What the sheet's template shows."""
        text = self.staff.text
        words = Words(text, self.staff.language, named_rows(self.staff.clinic))
        table, values = self.place.sheet.table, self.merged.values
        rows = {each.key: each for each in self.place.answers if isinstance(each, Rows)}
        return {
            "place": self.place,
            "sheet": self.place.sheet,
            "values": shown_fields(self.place, values),
            "counts": {
                key: each.count(values.get(key)) + (key == self.added) for key, each in rows.items()
            },
            "before": write_before(self.current),
            "problems": self.problems,
            "wrong": [
                {"key": key, "name": text(f"setting.{table}.{key}"), "said": said}
                for name, said in self.problems.items()
                for key in (name.partition(".")[0],)
            ],
            "elsewhere": self.elsewhere,
            "theirs": [
                {
                    "name": text(f"setting.{table}.{key}"),
                    "now": words.value(f"{self.place.prefix}.{key}", value),
                    "both": key in self.merged.both,
                }
                for key, value in self.merged.theirs.items()
            ],
        }


def fresh_form(staff: StaffVisit, place: Place) -> SheetForm:
    """The form as it is opened. Raises RowUnknown."""
    tree = clinic_values(staff.clinic)
    current = place.values(tree)
    shown = _begins_with(staff, place) if place.slug is None else current
    form = SheetForm(
        staff=staff, place=place, tree=tree, current=current, merged=Merged(values=shown)
    )
    if place.slug is None and any(each.key == "hours" for each in place.answers):
        form.added = "hours"
    return form


def _begins_with(staff: StaffVisit, place: Place) -> dict[str, Value]:
    """A new row's values; where one person works alone, everything is offered by them."""
    values, people = new_values(place), staff.clinic.practitioners
    if "practitioners" in values and len(people) == 1:
        values["practitioners"] = [people[0].slug]
    return values


def sent_form(staff: StaffVisit, place: Place) -> SheetForm:
    """The form that was sent, with its draft or its problems. Raises RowUnknown."""
    tree = clinic_values(staff.clinic)
    fields: Fields = staff.fields
    button, _, rest = fields.get("do", "").partition(":")
    rows = {each.key: each for each in place.answers if isinstance(each, Rows)}
    key, _, number = rest.partition(":")
    if key in rows and number.isascii() and number.isdigit():
        fields = _rearranged(button, rows[key], fields, int(number))
    current = place.values(tree)
    typed = typed_values(place, fields)
    if place.slug is None:
        merged = Merged(values=typed)
    else:
        merged = merge(place, typed, current, fields.get("before", ""))
    form = SheetForm(staff=staff, place=place, tree=tree, current=current, merged=merged)
    form.added = key if button == "add" and key in rows else ""
    if button not in {"add", "remove", *_WAYS}:
        _check(form)
    return form


def _rearranged(button: str, answer: Rows, fields: Fields, number: int) -> Fields:
    if button == "remove":
        return without_row(answer, fields, number)
    way = _WAYS.get(button, 0)
    return moved_row(answer, fields, number, way) if way else fields


def _check(form: SheetForm) -> None:
    tree = form.place.put(form.tree, form.merged.values)
    try:
        form.draft = make_draft(form.staff.clinic, tree)
    except ClinicFileWrong as wrong:
        for problem in wrong.problems:
            _tell(form, tree, problem)


def _tell(form: SheetForm, tree: dict[str, Any], problem: FileProblem) -> None:
    text = form.staff.text
    name = form.place.field_of(tree, form.merged.values, problem)
    if name:
        said = text(_key_of(problem), expected=problem.expected, found=problem.found)
        form.problems.setdefault(name, said)
        return
    names = named_rows(form.staff.clinic)
    where = Words(text, form.staff.language, names).setting(setting_of(tree, problem))
    form.elsewhere.append(
        text("settings.elsewhere", setting=where, found=problem.found, expected=problem.expected)
    )


def _key_of(problem: FileProblem) -> str:
    """The sentence around what was expected; boxes and lists are chosen from, not typed."""
    last = problem.path[-1]
    if last == "days":
        return "settings.choose_days"
    if last == "location" and problem.found == "nothing":
        return "settings.choose_place"
    return "settings.enter_instead" if isinstance(last, int) else "settings.enter"


def setting_of(tree: dict[str, Any], problem: FileProblem) -> str:
    """The key of the setting in which a problem lies, as `Changes` names it."""
    table, *rest = problem.path
    if rest and isinstance(rest[0], int):
        slug = tree[str(table)][rest[0]].get("slug", "")
        return ".".join(map(str, (table, slug, *rest[1:2])))
    return ".".join(map(str, (table, *rest[:1])))
