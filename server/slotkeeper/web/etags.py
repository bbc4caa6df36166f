"""Whether somebody has an answer already (RFC 9110, If-None-Match)."""


def weak_etag(version: str) -> str:
    """The ETag of a version that comes in several encodings."""
    return f'W/"{version}"'


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the header names that ETag; proxies make strong ones weak, so that does not count."""
    known = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return etag.removeprefix("W/") in known or "*" in known
