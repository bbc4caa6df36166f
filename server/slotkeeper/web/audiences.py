"""What is raised outside the routes, as for an unknown address: in its audience's words."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from slotkeeper.web.errors import answer_problem, show_problem
from slotkeeper.web.staff.problems import show_staff_problem


def answer_anybody(request: Request[Any, Any, Any], problem: Exception) -> Response[Any]:
    """JSON for systems, the portal's page for staff, the notice for patients."""
    path = request.scope["path"]
    if path.startswith("/api/"):
        return answer_problem(request, problem)
    if path == "/staff" or path.startswith("/staff/"):
        return show_staff_problem(request, problem)
    return show_problem(request, problem)


FOR_ANYBODY: ExceptionHandlersMap = {Exception: answer_anybody, HTTPException: answer_anybody}
