"""/staff/{clinic}/webhooks: where the clinic's own systems hear of its bookings."""
