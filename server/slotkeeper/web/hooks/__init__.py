"""What the payment service calls, and where it sends patients back to."""
