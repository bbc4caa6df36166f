"""The one search: patients, bookings, settings and pages."""
