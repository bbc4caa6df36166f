-- Whether new patients are closed by load (docs/adr/0020): by the rule of the clinic (appointment_type_id 0) or of a type,
-- since when (epoch seconds), and the rule's marks and days: of another rule it says nothing. No row: open.
CREATE TABLE new_patient_gate (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  appointment_type_id BIGINT NOT NULL,
  rule TEXT NOT NULL,
  is_closed BIGINT NOT NULL CONSTRAINT new_patient_gate_state CHECK (is_closed IN (0, 1)),
  since BIGINT NOT NULL,
  PRIMARY KEY (clinic_id, appointment_type_id)
);
