-- Who waits for an earlier time of a booking is put back on the list when that booking stands again.
CREATE INDEX waitlist_entry_of_booking ON waitlist_entry (booking_id, id) WHERE booking_id IS NOT NULL;
