"""A class on one day, with all who come: its page, cancelling and moving it."""
