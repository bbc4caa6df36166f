-- What the clinic's side needs: bookings that wait for an answer (`pending`: for the patient's link or the clinic's
-- approval, as `awaits` says, until expires_at) or whose patient is there (`arrived`), blocks, what staff know of a patient.
-- revision rises with every change of a row, so that a form which shows an older one is told so.
ALTER TABLE booking DROP CONSTRAINT booking_state_check;
ALTER TABLE booking ADD CONSTRAINT booking_state_check
  CHECK (state IN ('held', 'paying', 'pending', 'confirmed', 'arrived', 'cancelled', 'fulfilled', 'noshow'));
ALTER TABLE booking ADD COLUMN awaits TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN cancelled_at BIGINT;
ALTER TABLE booking ADD COLUMN cancel_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN is_late SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN is_unpaid SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD CHECK (state <> 'pending' OR expires_at IS NOT NULL);
ALTER TABLE booking ADD CHECK ((state = 'pending') = (awaits <> '') AND awaits IN ('', 'patient', 'clinic'));
ALTER TABLE booking DROP CONSTRAINT booking_overlap;
ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist (
  int8range(practitioner_id, practitioner_id, '[]') WITH &&,
  int8range(busy_from, busy_until) WITH &&
) WHERE (state IN ('confirmed', 'arrived', 'fulfilled', 'noshow') OR (state = 'paying' AND expires_at IS NULL));
CREATE INDEX booking_pending ON booking (clinic_id, expires_at) WHERE state = 'pending';
CREATE INDEX booking_cancelled ON booking (clinic_id, patient_id, cancelled_at) WHERE cancelled_at IS NOT NULL;

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
