-- Who is seen. Keys recognise a person without showing who it is: normalised e-mail, phone and name.
CREATE TABLE patient (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  birth_date TEXT,
  email_key TEXT NOT NULL,
  phone_key TEXT NOT NULL,
  name_key TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX patient_by_email ON patient (clinic_id, email_key);
CREATE INDEX patient_by_phone ON patient (clinic_id, phone_key);

-- The lock row of a person (by hashes of e-mail, phone, name + birth date), of visitors or of a network address:
-- whatever is counted under a limit is locked here first.
CREATE TABLE identity (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  identity_key TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (clinic_id, identity_key)
);
