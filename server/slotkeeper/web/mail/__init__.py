"""What is mailed to patients."""
