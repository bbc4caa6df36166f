"""The contact details step: the hold, what was typed, and what is wrong with it."""

from collections.abc import Mapping
from functools import lru_cache

from slotkeeper.domain.errors import Problem
from slotkeeper.domain.question import Question
from slotkeeper.services.holds import Held
from slotkeeper.services.intake import asked_questions, field_of, stamps
from slotkeeper.web.booking.clinic_view import (
    asked_of,
    base_context,
    kept,
    kept_time,
    local,
    summary_of_hold,
)
from slotkeeper.web.booking.policy_view import with_policy_of_type
from slotkeeper.web.booking.prepay_text import asks_everybody, prepay_of_booking
from slotkeeper.web.booking.question_view import question_views
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.typed import TYPED
from slotkeeper.web.booking.view import (
    ClinicView,
    HoldView,
)
from slotkeeper.web.booking.view_details import DetailsView, FieldProblem, FieldsView
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.formats import countdown_text, time_text
from slotkeeper.web.render import Renderer


def details_context(
    visit: Visit,
    held: Held,
    typed: Mapping[str, str],
    *,
    problems: Mapping[str, Problem] | None = None,
    notice: str = "",
    call: bool = False,
) -> Context:
    """What the details step is given; `notice` is a key of the catalogue, "" for none; `call` where
    the way on is the telephone.
    """
    surface, clinic, kind = visit.surface, held.wish.clinic, held.wish.kind
    questions = asked_questions(visit.toolbox.vault, kind)
    say = surface.say
    wrong = {
        name: FieldProblem(field=name, text=say(problem.key, **problem.values))
        for name, problem in (problems or {}).items()
    }
    fixed = kind.patients if kind.patients != "all" else ""
    view = DetailsView(
        hold=hold_view(surface, held),
        values=dict(typed),
        problems=wrong,
        patient_is=fixed or typed.get("patient_is", "") or held.wish.said,
        ask_patient_is=not fixed,
        notice=say(notice) if notice else "",
        call=call,
        prepay_text=prepay_of_booking(surface, clinic, kind),
        pays=asks_everybody(kind),
        fields=(*TYPED, "terms", *(field_of(each.id) for each in questions)),
    )
    asked = asked_of(clinic, kind)
    base = base_context(clinic, asked.position("details"))
    base = with_policy_of_type(surface, base, clinic, kind)
    return {
        **base,
        "view": view,
        "contact_fields": contact_fields(
            surface.renderer, surface.language, base["clinic"], view, questions
        ),
        "summary": summary_of_hold(surface, held.wish, held.hold, asked),
        "kept": kept(surface),
        "announce": _announcement(surface, view),
    }


def contact_fields(
    renderer: Renderer,
    language: str,
    clinic: ClinicView,
    view: DetailsView,
    questions: tuple[Question, ...] = (),
) -> str:
    """What is asked as HTML, the clinic's own `questions` included, kept ready for whoever has not
    typed anything yet.
    """
    where = (renderer, language, clinic)
    asked = (view.patient_is, view.ask_patient_is, questions)
    if not view.values and not view.problems:
        return _blank_fields(*where, *asked)
    return _render_fields(*where, *asked, view.values, view.problems)


@lru_cache(maxsize=256)
def _blank_fields(
    renderer: Renderer,
    language: str,
    clinic: ClinicView,
    patient_is: str,
    ask_patient_is: bool,  # noqa: FBT001 - part of the key
    questions: tuple[Question, ...],
) -> str:
    """The same for every visitor, and most of what there is to render when a time is chosen."""
    asked = (patient_is, ask_patient_is, questions)
    return _render_fields(renderer, language, clinic, *asked, {}, {})


def _render_fields(
    renderer: Renderer,
    language: str,
    clinic: ClinicView,
    patient_is: str,
    ask_patient_is: bool,  # noqa: FBT001 - as above
    questions: tuple[Question, ...],
    values: dict[str, str],
    problems: dict[str, FieldProblem],
) -> str:
    def say(key: str) -> str:
        return renderer.texts.text(language, key)

    shown = question_views(questions, values, say)
    fields = FieldsView(values, problems, patient_is, ask_patient_is, shown, stamps(questions))
    context = {"clinic": clinic, "view": fields}
    return renderer.piece("booking/contact_fields.html", language, is_fragment=True, **context)


def _announcement(surface: Surface, view: DetailsView) -> str:
    """What a screen reader is told of the step: how many things are wrong, the notice, else that
    the time is kept.
    """
    if view.problems:
        texts = surface.renderer.texts
        return texts.plural(surface.language, "details.problems", len(view.problems))
    return view.notice or surface.say("hold.keeping", slot=view.hold.slot_text)


def hold_view(surface: Surface, held: Held) -> HoldView:
    """The hold as its patient sees it."""
    clinic, expires_at = held.wish.clinic, held.hold.expires_at or held.now
    return HoldView(
        token=held.token,
        expires_at=expires_at,
        now=held.now,
        slot_text=kept_time(surface, clinic, held.wish.kind, held.hold.starts_at),
        until_text=time_text(local(clinic, expires_at).time(), surface.language),
        remaining_text=countdown_text(expires_at - held.now),
        can_extend=held.can_extend,
    )
