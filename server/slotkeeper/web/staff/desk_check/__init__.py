"""The desk check: a patient stands there with a booking, or without one."""
