"""`slotkeeper serve` that waits for Stripe much longer than in production: it shall hang there
until it is killed, and on a slow machine it takes a while until all of it hangs.

    start_server(url, module=PATIENT_SERVER)
"""

from slotkeeper.cli import main
from slotkeeper.gateways.stripe import StripeGateway

PATIENT_SERVER = "tests.stress.patient_server"
STRIPE_SECONDS = 120.0

if __name__ == "__main__":
    StripeGateway.__init__.__defaults__ = ("", STRIPE_SECONDS)
    main()
