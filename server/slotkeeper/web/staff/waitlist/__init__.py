"""Staff pages of the waiting list (C6)."""
