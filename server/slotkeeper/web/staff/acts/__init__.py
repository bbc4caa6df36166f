"""What staff do with bookings and time, in a browser: forms that work without script, and the same
for the calendar's side panel.
"""
