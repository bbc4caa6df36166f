"""What the portal's router takes in."""

from slotkeeper.web.staff.requests.request_answer import approve_request, decline_request
from slotkeeper.web.staff.requests.request_list import show_requests

REQUEST_ROUTES = [show_requests, approve_request, decline_request]
