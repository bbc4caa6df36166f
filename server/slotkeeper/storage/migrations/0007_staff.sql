-- Who works for which clinic, how they sign in, and what they did. Instants in epoch seconds UTC.
-- One person with one e-mail address, lower case, who may work for several clinics. totp_secret is sealed
-- (services/vault.py), '' without a second factor; totp_used is the last step that was used, so that no code works twice.
CREATE TABLE staff (
  id IDENTITY_KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  totp_secret TEXT NOT NULL DEFAULT '',
  totp_used BIGINT NOT NULL DEFAULT 0,
  made_at BIGINT NOT NULL,
  password_changed_at BIGINT NOT NULL
);

-- practitioner_id: whose diary it is; a practitioner sees no other.
CREATE TABLE membership (
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  role TEXT NOT NULL CONSTRAINT membership_role CHECK (role IN ('owner', 'reception', 'practitioner')),
  practitioner_id BIGINT REFERENCES practitioner (id),
  PRIMARY KEY (staff_id, clinic_id),
  CONSTRAINT membership_diary CHECK (role <> 'practitioner' OR practitioner_id IS NOT NULL)
);
CREATE INDEX membership_by_clinic ON membership (clinic_id);

-- digest: sha256 of the cookie's token. is_full = 0: the second factor is still to come.
CREATE TABLE staff_session (
  digest TEXT PRIMARY KEY,
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  made_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  is_full SMALLINT NOT NULL,
  device TEXT NOT NULL DEFAULT ''
);
CREATE INDEX staff_session_by_staff ON staff_session (staff_id);
CREATE INDEX staff_session_by_expiry ON staff_session (expires_at);

CREATE TABLE recovery_code (
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  digest TEXT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (staff_id, digest)
);

-- digest: sha256 of the link's token.
CREATE TABLE invitation (
  id IDENTITY_KEY,
  digest TEXT NOT NULL UNIQUE,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  email TEXT NOT NULL,
  role TEXT NOT NULL CONSTRAINT invitation_role CHECK (role IN ('owner', 'reception', 'practitioner')),
  practitioner_id BIGINT REFERENCES practitioner (id),
  invited_by BIGINT REFERENCES staff (id),
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  CONSTRAINT invitation_diary CHECK (role <> 'practitioner' OR practitioner_id IS NOT NULL)
);
CREATE INDEX invitation_by_clinic ON invitation (clinic_id, expires_at);

-- What was done to what, by whom (NULL: whoever runs the server). details: JSON, name -> [old, new].
CREATE TABLE audit (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  staff_id BIGINT REFERENCES staff (id),
  at BIGINT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  details TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_by_clinic ON audit (clinic_id, at);
CREATE INDEX audit_by_subject ON audit (clinic_id, subject, subject_id);
