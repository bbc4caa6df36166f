"""Patients for staff: found, opened, edited, told apart, merged."""
