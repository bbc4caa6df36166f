"""Staff pages of requests: appointments that wait for the clinic's answer (T2)."""
