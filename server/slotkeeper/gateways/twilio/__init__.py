"""Text messages by Twilio, or by a service that speaks as it does."""
