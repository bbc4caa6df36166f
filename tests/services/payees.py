"""Two clinics that could be paid, and keys for both."""

from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.encryption_keys import new_key
from slotkeeper.services.clinics import update_clinic
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.storage.database import Database
from tests.services.desk import FILE, NOW

HARBOUR, CORNER = "harbour-physio", "corner"
OLD, NEW = new_key(), new_key()
KEYS = read_payment_keys("rk_test_blueHeron", "whsec_greenFinch")
CONNECTED = read_payment_keys("sk_test_platform", "whsec_redKite", "acct_connected")


async def make_clinics(database: Database) -> None:
    for slug in (HARBOUR, CORNER):
        clinic = parse_clinic(FILE.replace(f'slug = "{HARBOUR}"', f'slug = "{slug}"'))
        await update_clinic(database, clinic, NOW)
