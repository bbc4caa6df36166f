"""Somebody stands at the desk: who it is, whether the booking is good, and a time for them now."""
