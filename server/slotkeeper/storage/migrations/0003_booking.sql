-- A hold and the booking that it becomes are one row (docs/adr/0006). Instants are epoch seconds UTC.
-- starts_at … ends_at is public, busy_from … busy_until includes the padding.
CREATE TABLE booking (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
  appointment_type_id BIGINT NOT NULL REFERENCES appointment_type (id),
  location_id BIGINT REFERENCES location (id),
  state TEXT NOT NULL CHECK (state IN ('held', 'paying', 'confirmed', 'cancelled', 'fulfilled', 'noshow')),
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
  CHECK (busy_from <= starts_at AND starts_at < ends_at AND ends_at <= busy_until),
  CHECK (busy_until - busy_from <= 86400),
  CHECK (state <> 'held' OR expires_at IS NOT NULL),
  CHECK (state IN ('held', 'cancelled') OR patient_id IS NOT NULL),
  UNIQUE (clinic_id, reference)
);
CREATE INDEX booking_by_practitioner ON booking (practitioner_id, busy_from);
CREATE INDEX booking_by_clinic ON booking (clinic_id, busy_from);
CREATE UNIQUE INDEX hold_of_visitor ON booking (clinic_id, visitor) WHERE state = 'held';
CREATE INDEX hold_by_address ON booking (clinic_id, address_key, expires_at) WHERE state = 'held';
CREATE INDEX hold_by_expiry ON booking (clinic_id, expires_at) WHERE state = 'held';

-- Which person made which booking, by each key that recognises them: what the daily limit counts.
CREATE TABLE booking_identity (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  identity_key TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  booking_id BIGINT NOT NULL REFERENCES booking (id),
  PRIMARY KEY (clinic_id, identity_key, made_at, booking_id)
);

-- What the patient agreed to, and when.
CREATE TABLE acceptance (
  booking_id BIGINT PRIMARY KEY REFERENCES booking (id),
  terms_id BIGINT NOT NULL REFERENCES terms (id),
  sha256 TEXT NOT NULL,
  accepted_at BIGINT NOT NULL
);
