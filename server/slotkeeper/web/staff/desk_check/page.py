"""What every page of the desk check is: a box for the next patient, and leave to use the camera."""

from typing import Any

from litestar import Response

from slotkeeper.web.headers import CAMERA
from slotkeeper.web.staff.door import StaffVisit


def show_desk(
    staff: StaffVisit,
    template: str,
    status: int = 200,
    **context: Any,  # noqa: ANN401 - what the template shows
) -> Response[Any]:
    """Answer with one of them; here alone a page may ask for the camera."""
    response = staff.show(template, status, **{"text": "", **context})
    response.headers.update(CAMERA)
    return response
