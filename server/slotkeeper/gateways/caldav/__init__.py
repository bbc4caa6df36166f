"""A diary over CalDAV (RFC 4791)."""
