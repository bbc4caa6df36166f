-- The places of a session: seat counts from 1 in a group appointment and is 0 in an individual one (docs/adr/0017).
-- Bookings of one session overlap by right, each on a seat of its own; nothing else does.
ALTER TABLE booking ADD COLUMN seat BIGINT NOT NULL DEFAULT 0 CONSTRAINT booking_seat CHECK (seat >= 0);

-- Individual bookings are kept apart by the constraint, the seats of a session by the index; the trigger keeps a
-- session apart from all else.
ALTER TABLE booking DROP CONSTRAINT booking_overlap;
ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist (
  int8range(practitioner_id, practitioner_id, '[]') WITH &&,
  int8range(busy_from, busy_until) WITH &&
) WHERE (seat = 0 AND (state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (state = 'paying' AND expires_at IS NULL)));
CREATE UNIQUE INDEX booking_seat_once ON booking (practitioner_id, appointment_type_id, starts_at, seat)
WHERE seat > 0 AND (state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (state = 'paying' AND expires_at IS NULL));

CREATE FUNCTION booking_keep_sessions_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM booking AS other
    WHERE other.practitioner_id = NEW.practitioner_id AND other.id <> NEW.id
      AND (other.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (other.state = 'paying' AND other.expires_at IS NULL))
      AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
      AND other.busy_until > NEW.busy_from
      AND (other.seat > 0 OR NEW.seat > 0)
      AND NOT (other.seat > 0 AND NEW.seat > 0 AND other.seat <> NEW.seat
        AND other.appointment_type_id = NEW.appointment_type_id AND other.starts_at = NEW.starts_at)
  ) THEN
    RAISE EXCEPTION 'booking_overlap' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'booking_overlap';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER booking_keep_sessions_apart
BEFORE INSERT OR UPDATE OF state, practitioner_id, appointment_type_id, starts_at, busy_from, busy_until, expires_at, seat ON booking
FOR EACH ROW
WHEN (NEW.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (NEW.state = 'paying' AND NEW.expires_at IS NULL))
EXECUTE FUNCTION booking_keep_sessions_apart();
