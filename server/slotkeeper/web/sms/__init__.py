"""What text messages say."""
