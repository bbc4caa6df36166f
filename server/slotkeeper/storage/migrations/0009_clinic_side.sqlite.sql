-- What the clinic's side needs: bookings that wait for an answer (`pending`: for the patient's link or the clinic's
-- approval, as `awaits` says, until expires_at) or whose patient is there (`arrived`), blocks, what staff know of a patient.
-- revision rises with every change of a row, so that a form which shows an older one is told so.
-- SQLite cannot change a CHECK: the table is built anew. Ids go on where they were, as tokens name them.
CREATE TABLE booking_anew (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
  appointment_type_id BIGINT NOT NULL REFERENCES appointment_type (id),
  location_id BIGINT REFERENCES location (id),
  state TEXT NOT NULL CHECK (state IN ('held', 'paying', 'pending', 'confirmed', 'arrived', 'cancelled', 'fulfilled', 'noshow')),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  busy_from BIGINT NOT NULL,
  busy_until BIGINT NOT NULL,
  held_at BIGINT NOT NULL,
  expires_at BIGINT,
  extensions BIGINT NOT NULL DEFAULT 0,
  visitor TEXT NOT NULL DEFAULT '',
  address_key TEXT NOT NULL DEFAULT '',
  patient_id BIGINT REFERENCES patient (id),
  made_at BIGINT,
  reference TEXT,
  manage_key TEXT,
  local_start TEXT,
  time_zone TEXT,
  note TEXT NOT NULL DEFAULT '',
  flags TEXT NOT NULL DEFAULT '',
  cancelled_by TEXT,
  made_by BIGINT REFERENCES staff (id),
  awaits TEXT NOT NULL DEFAULT '',
  revision BIGINT NOT NULL DEFAULT 0,
  cancelled_at BIGINT,
  cancel_reason TEXT NOT NULL DEFAULT '',
  is_late SMALLINT NOT NULL DEFAULT 0,
  is_unpaid SMALLINT NOT NULL DEFAULT 0,
  CHECK (busy_from <= starts_at AND starts_at < ends_at AND ends_at <= busy_until),
  CHECK (busy_until - busy_from <= 86400),
  CHECK (state NOT IN ('held', 'pending') OR expires_at IS NOT NULL),
  CHECK ((state = 'pending') = (awaits <> '') AND awaits IN ('', 'patient', 'clinic')),
  CHECK (state IN ('held', 'cancelled') OR patient_id IS NOT NULL),
  UNIQUE (clinic_id, reference)
);
INSERT INTO booking_anew (
  id, clinic_id, practitioner_id, appointment_type_id, location_id, state, starts_at, ends_at, busy_from,
  busy_until, held_at, expires_at, extensions, visitor, address_key, patient_id, made_at, reference, manage_key,
  local_start, time_zone, note, flags, cancelled_by, made_by
) SELECT
  id, clinic_id, practitioner_id, appointment_type_id, location_id, state, starts_at, ends_at, busy_from,
  busy_until, held_at, expires_at, extensions, visitor, address_key, patient_id, made_at, reference, manage_key,
  local_start, time_zone, note, flags, cancelled_by, made_by
FROM booking;
DELETE FROM sqlite_sequence WHERE name = 'booking_anew';
INSERT INTO sqlite_sequence (name, seq) SELECT 'booking_anew', seq FROM sqlite_sequence WHERE name = 'booking';
DROP TABLE booking;
ALTER TABLE booking_anew RENAME TO booking;

CREATE INDEX booking_by_practitioner ON booking (practitioner_id, busy_from);
CREATE INDEX booking_by_clinic ON booking (clinic_id, busy_from);
CREATE UNIQUE INDEX hold_of_visitor ON booking (clinic_id, visitor) WHERE state = 'held';
CREATE INDEX hold_by_address ON booking (clinic_id, address_key, expires_at) WHERE state = 'held';
CREATE INDEX hold_by_expiry ON booking (clinic_id, expires_at) WHERE state = 'held';
CREATE INDEX paying_by_address ON booking (clinic_id, address_key, expires_at) WHERE state = 'paying';
CREATE INDEX booking_by_made ON booking (clinic_id, made_at, id) WHERE made_at IS NOT NULL;
CREATE INDEX booking_by_start ON booking (clinic_id, starts_at, id) WHERE made_at IS NOT NULL;
CREATE INDEX booking_of_practitioner ON booking (practitioner_id, made_at, id) WHERE made_at IS NOT NULL;
CREATE INDEX booking_of_type ON booking (appointment_type_id, made_at, id) WHERE made_at IS NOT NULL;
CREATE INDEX booking_in_state ON booking (clinic_id, state, made_at, id) WHERE made_at IS NOT NULL;
CREATE INDEX booking_of_patient ON booking (patient_id, made_at, id) WHERE made_at IS NOT NULL;
CREATE INDEX booking_by_staff ON booking (clinic_id, made_at, id) WHERE made_by IS NOT NULL;
CREATE INDEX booking_with_flags ON booking (clinic_id, made_at, id) WHERE flags <> '';
CREATE INDEX booking_unpaid ON booking (clinic_id, made_at, id)
WHERE (state = 'paying' AND expires_at IS NOT NULL) OR cancelled_by = 'payment';
CREATE INDEX booking_pending ON booking (clinic_id, expires_at) WHERE state = 'pending';
CREATE INDEX booking_cancelled ON booking (clinic_id, patient_id, cancelled_at) WHERE cancelled_at IS NOT NULL;

CREATE TRIGGER booking_overlap_on_insert BEFORE INSERT ON booking
WHEN (NEW.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (NEW.state = 'paying' AND NEW.expires_at IS NULL)) AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = NEW.practitioner_id
    AND (other.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (other.state = 'paying' AND other.expires_at IS NULL))
    AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
    AND other.busy_until > NEW.busy_from
)
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap');
END;

CREATE TRIGGER booking_overlap_on_update BEFORE UPDATE OF state, practitioner_id, busy_from, busy_until, expires_at ON booking
WHEN (NEW.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (NEW.state = 'paying' AND NEW.expires_at IS NULL)) AND EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = NEW.practitioner_id AND other.id <> NEW.id
    AND (other.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (other.state = 'paying' AND other.expires_at IS NULL))
    AND other.busy_from < NEW.busy_until AND other.busy_from > NEW.busy_from - 86400
    AND other.busy_until > NEW.busy_from
)
BEGIN
  SELECT RAISE(ABORT, 'booking_overlap');
END;

-- Time of a practitioner that nobody can book online; staff may, knowingly (storage/block.py).
CREATE TABLE block (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
  begins_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  made_by BIGINT REFERENCES staff (id),
  made_at BIGINT NOT NULL,
  revision BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT block_begins_first CHECK (begins_at < ends_at)
);
CREATE INDEX block_by_practitioner ON block (practitioner_id, ends_at);
CREATE INDEX block_by_clinic ON block (clinic_id, ends_at);

-- alert_note is for staff alone (T1). trust: the step of the ladder (T2), until trust_until where it ends by itself;
-- trust_by 'staff' or 'rule'. merged_into: the record of the same person that goes on; this one still recognises them.
ALTER TABLE patient ADD COLUMN alert_note TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE patient ADD COLUMN trust TEXT NOT NULL DEFAULT 'normal'
  CONSTRAINT patient_trust CHECK (trust IN ('normal', 'confirm', 'prepay', 'approve', 'call', 'blocked'));
ALTER TABLE patient ADD COLUMN trust_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN trust_by TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN trust_until BIGINT;
ALTER TABLE patient ADD COLUMN merged_into BIGINT REFERENCES patient (id);
UPDATE patient SET trust = 'prepay', trust_by = 'staff' WHERE pays_first = 1;
CREATE INDEX patient_by_name ON patient (clinic_id, name_key);
CREATE INDEX patient_on_a_step ON patient (clinic_id, trust) WHERE trust <> 'normal';
CREATE INDEX patient_merged ON patient (merged_into) WHERE merged_into IS NOT NULL;

-- Two records made one, and how to part them again: details is JSON.
CREATE TABLE patient_merge (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  kept_id BIGINT NOT NULL REFERENCES patient (id),
  merged_id BIGINT NOT NULL REFERENCES patient (id),
  made_by BIGINT REFERENCES staff (id),
  made_at BIGINT NOT NULL,
  undone_at BIGINT,
  details TEXT NOT NULL
);
CREATE INDEX patient_merge_by_kept ON patient_merge (clinic_id, kept_id, made_at);

-- Rises with whatever open calendars show besides time: alert notes, names.
ALTER TABLE clinic ADD COLUMN news BIGINT NOT NULL DEFAULT 0;
