from slotkeeper.gateways.stripe.gateway import StripeGateway

__all__ = ["StripeGateway"]
