"""Practitioners' diaries outside: written, looked into, and compared (N3, N4)."""
