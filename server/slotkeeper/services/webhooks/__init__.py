"""Events for clinics' own systems."""
