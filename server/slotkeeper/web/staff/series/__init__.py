"""Staff pages of repeating appointments (S7)."""
