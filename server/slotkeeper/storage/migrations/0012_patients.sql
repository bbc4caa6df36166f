-- "These are two people": the answer is remembered, so that nobody is asked again. lower_id < higher_id.
CREATE TABLE patient_apart (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  lower_id BIGINT NOT NULL REFERENCES patient (id),
  higher_id BIGINT NOT NULL REFERENCES patient (id),
  said_by BIGINT REFERENCES staff (id),
  said_at BIGINT NOT NULL,
  PRIMARY KEY (clinic_id, lower_id, higher_id),
  CONSTRAINT patient_apart_order CHECK (lower_id < higher_id)
);

-- Who was born on a day: most of those who are the same person under two spellings.
CREATE INDEX patient_by_birth ON patient (clinic_id, birth_date) WHERE birth_date IS NOT NULL;
