"""What the services for payments and texts call, and where patients come back to."""
