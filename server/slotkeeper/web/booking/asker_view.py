"""Who asks: the question before the times, and what new patients read where they find none (S9)."""

from slotkeeper.services.asker import Asking
from slotkeeper.services.refusals import ClosedToNew
from slotkeeper.services.wish import ANY, Wish
from slotkeeper.web.booking.clinic_view import base_context, kept, summary
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import AskerView, ClosedView, NoticeView, OtherType


def asker_context(surface: Surface, wish: Wish, asking: Asking, day: str) -> Context:
    """What the day and time step is given beside its times, or instead of them."""
    context: Context = {}
    if asking.matters:
        hidden = kept(surface, day=day, **_chosen(wish))
        hidden.pop("patient_is", None)
        context["asker"] = AskerView(patient_is=wish.said, hidden=hidden)
    if asking.is_closed and not asking.is_open_question(wish):
        context["closed"] = _closed(surface, wish, asking)
    return context


def closed_context(surface: Surface, problem: ClosedToNew) -> Context:
    """The same as a notice, for who chose a time that was still shown."""
    wish = problem.wish
    is_new_only = wish.kind.patients == "new"
    view = NoticeView(
        key="closed_to_new",
        heading=surface.say("notice.closed_to_new.heading"),
        text=surface.say("notice.closed_to_new.text"),
        call=True,
        action_text="" if is_new_only else surface.say("asker.before"),
        action_url="" if is_new_only else _before_url(surface, wish),
    )
    return {
        **base_context(wish.clinic),
        "view": view,
        "summary": summary(surface, wish),
        "kept": kept(surface),
        "announce": view.heading,
    }


def _closed(surface: Surface, wish: Wish, asking: Asking) -> ClosedView:
    new = surface.said("new")
    others = tuple(
        OtherType(name=each.name, url=new.step_url(type=each.slug))
        for each in asking.others
        if each.slug != wish.kind.slug
    )
    chosen = _chosen(wish) | {"practitioner": ANY}
    alone = asking.with_others and len(wish.practitioners) == 1
    text = surface.say("asker.closed")
    if alone:
        text = surface.say("asker.closed_person", name=wish.practitioners[0].name)
    return ClosedView(
        text=text,
        before_url="" if wish.kind.patients == "new" else _before_url(surface, wish),
        anyone_url=new.step_url(**chosen) if alone else "",
        others=others,
    )


def _before_url(surface: Surface, wish: Wish) -> str:
    return surface.said("existing").step_url(**_chosen(wish))


def _chosen(wish: Wish) -> dict[str, str]:
    return {
        "type": wish.kind.slug,
        "practitioner": wish.practitioner,
        "location": wish.location or ANY,
    }
