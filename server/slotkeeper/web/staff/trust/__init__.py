"""Staff pages of the ladder of trust: who stands where, and why (T2)."""
