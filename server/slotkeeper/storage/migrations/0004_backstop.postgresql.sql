-- The last line of defence: two confirmed individual bookings of one practitioner never overlap.
-- The practitioner stands in the constraint as a one-number range, so that no extension is needed.
ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist (
  int8range(practitioner_id, practitioner_id, '[]') WITH &&,
  int8range(busy_from, busy_until) WITH &&
) WHERE (state IN ('paying', 'confirmed', 'fulfilled', 'noshow'));
