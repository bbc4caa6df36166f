"""What the commands do; `cli.py` says how they are called. Imported only when one runs."""
