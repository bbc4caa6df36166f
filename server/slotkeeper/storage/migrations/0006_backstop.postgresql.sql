-- Whoever is paying takes the time until the deadline only, like a hold; for good once the payment is authorised (no expiry).
ALTER TABLE booking DROP CONSTRAINT booking_overlap;
ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist (
  int8range(practitioner_id, practitioner_id, '[]') WITH &&,
  int8range(busy_from, busy_until) WITH &&
) WHERE (state IN ('confirmed', 'fulfilled', 'noshow') OR (state = 'paying' AND expires_at IS NULL));
