"""Staff see and steer the waiting list (C6)."""
