"""Mail by SMTP (RFC 5321)."""
