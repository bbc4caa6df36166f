"""What the portal's router takes in."""

from slotkeeper.web.staff.webhooks.endpoint_list import create_endpoint, show_endpoints
from slotkeeper.web.staff.webhooks.endpoint_show import (
    delete_one,
    renew_one,
    send_one_again,
    show_endpoint,
    try_one,
    update_endpoint,
)

WEBHOOK_ROUTES = [
    show_endpoints,
    create_endpoint,
    show_endpoint,
    update_endpoint,
    renew_one,
    try_one,
    delete_one,
    send_one_again,
]
