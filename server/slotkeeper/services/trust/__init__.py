"""The ladder of trust: who may book online, and how (T2)."""
