"""Other people's services, each behind a small Protocol."""
