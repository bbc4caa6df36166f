"""Pure rules and frozen values: no I/O, no clock, no settings."""
