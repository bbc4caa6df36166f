-- Who moves an appointment accepts terms that have changed anew: one booking, several acceptances; the latest counts.
ALTER TABLE acceptance DROP CONSTRAINT acceptance_pkey;
ALTER TABLE acceptance ADD COLUMN id IDENTITY_KEY;
CREATE INDEX acceptance_of_booking ON acceptance (booking_id, id);
