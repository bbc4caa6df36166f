"""Text messages to patients' phones, and to that of the clinic when something is left unseen."""
