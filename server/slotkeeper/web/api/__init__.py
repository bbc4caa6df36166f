"""JSON for other systems: what is public of a clinic."""
