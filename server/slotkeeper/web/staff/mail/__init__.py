"""What is mailed to the clinic and its practitioners."""
