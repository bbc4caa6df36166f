-- Finding a booking at once among very many: the newest, those of a day, of a person, and with each filter.
-- made_by: the member of staff who made it, NULL where the patient did.
ALTER TABLE booking ADD COLUMN made_by BIGINT REFERENCES staff (id);

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
CREATE INDEX payment_refunded ON payment (clinic_id, booking_id) WHERE refunded > 0;
CREATE INDEX payment_disputed ON payment (clinic_id, booking_id) WHERE dispute <> '';

-- The beginnings by which staff find a patient (domain/patient_search.py), in the order of bytes.
CREATE TABLE patient_search (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  word TEXT NOT NULL,
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  PRIMARY KEY (clinic_id, word, patient_id)
);
CREATE INDEX patient_search_by_patient ON patient_search (patient_id, word);

-- Patients of before: by first and last name, e-mail address and phone number as they are kept.
INSERT INTO patient_search (clinic_id, word, patient_id)
SELECT clinic_id, name_key, id FROM patient
UNION SELECT clinic_id, LOWER(REPLACE(REPLACE(REPLACE(last_name, ' ', ''), '-', ''), '''', '')), id FROM patient
UNION SELECT clinic_id, LOWER(email), id FROM patient
UNION SELECT clinic_id, email_key, id FROM patient
UNION SELECT clinic_id, phone, id FROM patient;
