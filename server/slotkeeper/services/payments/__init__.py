"""Prepayment: never charged without a booking, never booked without the money (docs/adr/0009)."""
