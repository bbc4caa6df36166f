"""Messages to patients in the clinic's own words."""
