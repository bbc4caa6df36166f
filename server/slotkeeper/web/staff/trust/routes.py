"""What the portal's router takes in."""

from slotkeeper.web.staff.trust.patient_trust import update_trust
from slotkeeper.web.staff.trust.trust_list import show_trust

TRUST_ROUTES = [show_trust, update_trust]
