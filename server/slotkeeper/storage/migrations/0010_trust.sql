-- The ladder of trust: since when, by whom and why somebody is on a step (trust, trust_until and trust_by came before),
-- what staff had set when a rule asked for more (JSON), and how often somebody was asked to call instead of booking.
-- near_patient_id is somebody on a step whom a booking's patient may be: for staff to look at.
ALTER TABLE patient ADD COLUMN trust_note TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN trust_at BIGINT;
ALTER TABLE patient ADD COLUMN trust_staff BIGINT REFERENCES staff (id);
ALTER TABLE patient ADD COLUMN trust_below TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN trust_tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE patient ADD COLUMN trust_tried_at BIGINT;
ALTER TABLE booking ADD COLUMN near_patient_id BIGINT REFERENCES patient (id);
