"""Pages of time off and public holidays (S6)."""
