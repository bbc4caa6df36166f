-- Repeating appointments (S7). first_on, until_on, planned_until and ended_on are local dates, local_minute the minutes after local
-- midnight, days weekdays such as "0,2" (0 = Monday). Neither until_on nor times: open-ended, and seen as far as planned_until.
-- ended_on: staff ended it, from that date on there is none; ended_at: when they did. follows: which series this one continues since
-- its time was changed. beyond: the rules that staff went beyond for the whole of it, which bind no later date either.
CREATE TABLE series (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
  appointment_type_id BIGINT NOT NULL REFERENCES appointment_type (id),
  first_on TEXT NOT NULL,
  local_minute BIGINT NOT NULL,
  every_weeks BIGINT NOT NULL,
  days TEXT NOT NULL,
  until_on TEXT,
  times BIGINT,
  minutes BIGINT NOT NULL,
  padding_before BIGINT NOT NULL,
  padding_after BIGINT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  beyond TEXT NOT NULL DEFAULT '',
  made_by BIGINT NOT NULL REFERENCES staff (id),
  made_at BIGINT NOT NULL,
  planned_until TEXT NOT NULL,
  ended_on TEXT,
  ended_at BIGINT,
  follows BIGINT REFERENCES series (id),
  revision BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT series_rhythm CHECK (every_weeks BETWEEN 1 AND 52 AND local_minute BETWEEN 0 AND 1439 AND (times IS NULL OR times > 0))
);
CREATE INDEX series_by_patient ON series (clinic_id, patient_id);
CREATE INDEX series_to_extend ON series (planned_until) WHERE ended_on IS NULL AND until_on IS NULL AND times IS NULL;
CREATE INDEX series_follows ON series (follows) WHERE follows IS NOT NULL;

-- A booking that belongs to a series, and for which date of it it was made: it keeps that when it is moved alone.
ALTER TABLE booking ADD COLUMN series_id BIGINT REFERENCES series (id);
ALTER TABLE booking ADD COLUMN series_on TEXT;
CREATE UNIQUE INDEX booking_of_series ON booking (series_id, series_on) WHERE series_id IS NOT NULL;

-- Dates of a series without a booking: staff skipped them, or ("unplaced") a later date could not be booked, which is a task until
-- somebody has dealt with it. reason: a word for the first thing that stood against it, nothing of anybody's.
CREATE TABLE series_gap (
  series_id BIGINT NOT NULL REFERENCES series (id),
  gap_on TEXT NOT NULL,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  kind TEXT NOT NULL CONSTRAINT series_gap_kind CHECK (kind IN ('skipped', 'unplaced')),
  reason TEXT NOT NULL DEFAULT '',
  made_at BIGINT NOT NULL,
  settled_at BIGINT,
  PRIMARY KEY (series_id, gap_on)
);
CREATE INDEX series_gap_task ON series_gap (clinic_id, gap_on) WHERE kind = 'unplaced' AND settled_at IS NULL;
