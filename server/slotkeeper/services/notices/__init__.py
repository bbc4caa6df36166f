"""What patients and clinics are told: queued with the change, sent by a worker (N1, N2, N7)."""
