"""A name as it may stand in an address or a file."""

import re
import unicodedata

_NO_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def slug_of(name: str) -> str:
    """Of "Zoë Čapek" it is "zoe-capek"; "" where no letter of it can stand there."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NO_SLUG.sub("-", bare).strip("-")[:_LONGEST].strip("-")
