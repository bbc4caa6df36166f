"""A whole class, with all who come to it: cancelled, moved and restored at once."""
