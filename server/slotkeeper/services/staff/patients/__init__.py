"""What staff do with patients' records: find, open, edit, tell apart, merge."""
