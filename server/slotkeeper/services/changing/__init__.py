"""What patients do with their own bookings, by the booking's link (C1 to C6)."""
