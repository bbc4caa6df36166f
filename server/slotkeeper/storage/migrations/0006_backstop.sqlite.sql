-- Whoever is paying takes the time until the deadline only, like a hold; for good once the payment is authorised (no expiry).
DROP TRIGGER booking_overlap_on_insert;
DROP TRIGGER booking_overlap_on_update;

CREATE TRIGGER booking_overlap_on_insert BEFORE INSERT ON booking
WHEN (NEW.state IN ('confirmed', 'fulfilled', 'noshow') OR (NEW.state = 'paying' AND NEW.expires_at IS NULL)) AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = NEW.practitioner_id
    AND (other.state IN ('confirmed', 'fulfilled', 'noshow') OR (other.state = 'paying' AND other.expires_at IS NULL))
    AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
    AND other.busy_until > NEW.busy_from
)
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap');
END;

CREATE TRIGGER booking_overlap_on_update BEFORE UPDATE OF state, practitioner_id, busy_from, busy_until, expires_at ON booking
WHEN (NEW.state IN ('confirmed', 'fulfilled', 'noshow') OR (NEW.state = 'paying' AND NEW.expires_at IS NULL)) AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = NEW.practitioner_id AND other.id <> NEW.id
    AND (other.state IN ('confirmed', 'fulfilled', 'noshow') OR (other.state = 'paying' AND other.expires_at IS NULL))
    AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
    AND other.busy_until > NEW.busy_from
)
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap');
END;
