"""The demo clinic's account."""

from .world import Account, Key

DEMO_ACCOUNT = Account("acct_harbourphysio", "Harbour Physio")
DEMO_KEY = Key("sk_test_pretend_harbour_physio", DEMO_ACCOUNT.id)
