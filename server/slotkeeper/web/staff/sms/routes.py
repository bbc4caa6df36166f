"""What the portal's router takes in."""

from slotkeeper.web.staff.sms.account_show import delete_account, show_sms, update_account
from slotkeeper.web.staff.sms.try_it import create_test_text

SMS_ROUTES = [show_sms, update_account, delete_account, create_test_text]
