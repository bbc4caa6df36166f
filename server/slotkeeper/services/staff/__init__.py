"""Clinic staff: accounts, invitations, sign-in, second factor, sessions, the audit log."""
