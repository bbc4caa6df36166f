"""/staff/{clinic}/sms: through which account the clinic's texts go, and who wants none."""
