"""One request to the portal, and what there is to answer it with: signed in or not."""

from dataclasses import dataclass, field
from typing import Any

from litestar import MediaType, Request, Response
from litestar.response import Redirect

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.staff import Member, Staff
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.staff_session import StaffSession
from slotkeeper.web.headers import PORTAL
from slotkeeper.web.rate_limits import RateLimits
from slotkeeper.web.staff.cookies import set_cookie
from slotkeeper.web.staff.csrf import csrf_token
from slotkeeper.web.staff.devices import device_of
from slotkeeper.web.staff.navigation import Navigation, navigation_for
from slotkeeper.web.staff.portal import Portal

PRIVATE = {**PORTAL, "Cache-Control": "no-store"}
TOLD = frozenset(
    {
        "name_saved",
        "password_saved",
        "second_factor_off",
        "second_factor_asked",
        "second_factor_for_all",
        "second_factor_left_open",
        "session_ended",
        "snippet_copied",
        "signed_out",
        "role_saved",
        "member_removed",
        "invitation_withdrawn",
        "refund_made",
        "refund_asked",
        "refund_failed",
        "trust_set",
        "request_approved",
        "request_declined",
        "booking_made",
        "squeezed_in",
        "booking_moved",
        "booking_stays",
        "booking_cancelled",
        "booking_cancelled_back",
        "booking_cancelled_paid",
        "booking_restored",
        "booking_restored_back",
        "link_renewed",
        "patient_links",
        "series_made",
        "series_changed",
        "series_ended",
        "series_restored",
        "series_settled",
        "block_made",
        "block_changed",
        "block_deleted",
        "hold_released",
        "hold_over",
        "hold_booked",
        "time_off_saved",
        "time_off_removed",
        "time_off_stale",
        "holidays_saved",
        "bookings_cancelled",
        "bookings_cancelled_back",
        "class_cancelled",
        "class_cancelled_back",
        "class_restored",
        "class_moved",
        "bookings_left",
        "bookings_kept",
        "alert_note_saved",
        "alert_note_gone",
        "patient_saved",
        "patient_is_merged",
        "patients_apart",
        "patients_merged",
        "merge_undone",
        "delivery_seen",
        "delivery_reopened",
        "delivery_arrived",
        "delivery_again",
        "delivery_under_way",
        "sms_saved",
        "sms_saved_unasked",
        "sms_removed",
        "webhook_saved",
        "webhook_removed",
        "webhook_again",
        "webhook_not_again",
        "webhook_not_renewed",
        "diary_started",
        "diary_by_hand",
        "diary_saved",
        "diary_off",
        "diary_on",
        "diary_removed",
        "diary_again",
        "transfer_done",
        "transfer_undone",
        "transfer_gone",
        "words_saved",
        "words_undone",
        "words_standard",
        "waitlist_priority",
        "waitlist_offered",
        "waitlist_again",
        "waitlist_contact",
        "waitlist_taken_back",
        "waitlist_removed",
    }
)
"""What a page may be asked to say (`?told=`), as texts `told.…`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Somebody, perhaps not signed in. `token` is the cookie's, a new one where there was none;
    `fields` are those of a form of ours, checked already.
    """

    request: Request[Any, Any, Any]
    toolbox: Toolbox
    limits: RateLimits
    address: str
    portal: Portal
    language: str
    token: str
    is_new: bool
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def device(self) -> str:
        """The browser in two words."""
        return device_of(self.request.headers.get("user-agent", ""))

    def text(self, key: str, **values: object) -> str:
        """A text of the catalogue in this person's language."""
        return self.portal.texts.text(self.language, key, **values)

    def context(self) -> dict[str, Any]:
        """What every template may use."""
        told = self.request.query_params.get("told", "")
        return {
            "csrf": csrf_token(self.toolbox.signer, self.token),
            "told": told if told in TOLD else "",
            "problems": {},
            "values": {},
            "path": self.request.scope["path"],
            "person": None,
            "clinic": None,
        }

    def show(self, template: str, status: int = 200, **context: Any) -> Response[str]:  # noqa: ANN401
        """Answer with a page that no cache keeps."""
        html = self.portal.show(template, self.language, {**self.context(), **context})
        response = Response(
            html, status_code=status, media_type=MediaType.HTML, headers=dict(PRIVATE)
        )
        if self.is_new:
            set_cookie(response, self.toolbox.base_url, self.token)
        return response

    def show_wrong(
        self,
        template: str,
        wrong: FieldsInvalid,
        **context: Any,  # noqa: ANN401 - what the template shows
    ) -> Response[str]:
        """The form once more with what was typed, and what is wrong at each field; passwords are
        typed again.
        """
        problems = {
            name: self.text(problem.key, **problem.values)
            for name, problem in wrong.problems.items()
        }
        typed = {name: text for name, text in self.fields.items() if "password" not in name}
        values = {**context.pop("values", {}), **typed}
        return self.show(template, 422, problems=problems, values=values, **context)

    def redirect(self, path: str, told: str = "", token: str | None = None) -> Redirect:
        """303 to a page of ours, which says `told`; `token` is a new cookie, "" takes it away."""
        address = f"{path}?told={told}" if told else path
        response = Redirect(address, status_code=303, headers=dict(PRIVATE))
        if token is not None:
            set_cookie(response, self.toolbox.base_url, token)
        return response


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Door):
    """Somebody who is signed in, at no particular clinic."""

    session: StaffSession
    person: Staff

    def context(self) -> dict[str, Any]:
        """As the door's, with who it is."""
        return {**Door.context(self), "person": self.person, "navigation": Navigation()}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffVisit(SignedIn):
    """A member of the clinic that the address names, whose role may open this page; `badges` are
    the numbers beside entries of the navigation.
    """

    clinic: Clinic
    member: Member
    badges: dict[str, int] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """Where the clinic's pages begin; without a slash at the end."""
        return f"/staff/{self.clinic.slug}"

    @property
    def actor(self) -> Actor:
        """For the audit log: who does it, where, now."""
        return Actor(clinic_id=self.clinic.id, staff_id=self.person.id, at=self.toolbox.clock())

    def context(self) -> dict[str, Any]:
        """As above, with the clinic, `home`, and the navigation that this role has."""
        return {
            **SignedIn.context(self),
            "clinic": self.clinic,
            "home": self.home,
            "member": self.member,
            "navigation": navigation_for(self.member.role, self.badges),
        }
