-- The places of a session: seat counts from 1 in a group appointment and is 0 in an individual one (docs/adr/0017).
-- Bookings of one session overlap by right, each on a seat of its own; nothing else does.
ALTER TABLE booking ADD COLUMN seat BIGINT NOT NULL DEFAULT 0 CONSTRAINT booking_seat CHECK (seat >= 0);

DROP TRIGGER booking_overlap_on_insert;
DROP TRIGGER booking_overlap_on_update;

CREATE TRIGGER booking_overlap_on_insert BEFORE INSERT ON booking
WHEN (NEW.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (NEW.state = 'paying' AND NEW.expires_at IS NULL)) AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = NEW.practitioner_id
    AND (other.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (other.state = 'paying' AND other.expires_at IS NULL))
    AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
    AND other.busy_until > NEW.busy_from
    AND NOT (other.seat > 0 AND NEW.seat > 0 AND other.seat <> NEW.seat
      AND other.appointment_type_id = NEW.appointment_type_id AND other.starts_at = NEW.starts_at)
)
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap');
END;

CREATE TRIGGER booking_overlap_on_update
BEFORE UPDATE OF state, practitioner_id, appointment_type_id, starts_at, busy_from, busy_until, expires_at, seat ON booking
WHEN (NEW.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (NEW.state = 'paying' AND NEW.expires_at IS NULL)) AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = NEW.practitioner_id AND other.id <> NEW.id
    AND (other.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (other.state = 'paying' AND other.expires_at IS NULL))
    AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
    AND other.busy_until > NEW.busy_from
    AND NOT (other.seat > 0 AND NEW.seat > 0 AND other.seat <> NEW.seat
      AND other.appointment_type_id = NEW.appointment_type_id AND other.starts_at = NEW.starts_at)
)
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap');
END;
