from tests.demo.stripe.fixtures import fake, inbox, shop

__all__ = ["fake", "inbox", "shop"]
