"""Time off and public holidays: planned, and what is booked in them seen to."""
