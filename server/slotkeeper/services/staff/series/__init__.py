"""Repeating appointments (S7): made, gone on with, changed and ended. Each is one transaction."""
