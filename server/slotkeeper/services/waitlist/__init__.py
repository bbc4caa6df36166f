"""The waiting list: joining it, and offers of times that became free (C6, docs/adr/0035)."""
