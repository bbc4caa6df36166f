-- The last line of defence: two confirmed individual bookings of one practitioner never overlap.
CREATE TRIGGER booking_overlap_on_insert BEFORE INSERT ON booking
WHEN NEW.state IN ('paying', 'confirmed', 'fulfilled', 'noshow') AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = NEW.practitioner_id
    AND other.state IN ('paying', 'confirmed', 'fulfilled', 'noshow')
    AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
    AND other.busy_until > NEW.busy_from
)
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap');
END;

CREATE TRIGGER booking_overlap_on_update BEFORE UPDATE OF state, practitioner_id, busy_from, busy_until ON booking
WHEN NEW.state IN ('paying', 'confirmed', 'fulfilled', 'noshow') AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = NEW.practitioner_id AND other.id <> NEW.id
    AND other.state IN ('paying', 'confirmed', 'fulfilled', 'noshow')
    AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
    AND other.busy_until > NEW.busy_from
)
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap');
END;
