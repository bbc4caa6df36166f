-- Who is booked: clinics and their set-up. `details` holds one typed JSON value (docs/adr/0005).
CREATE TABLE clinic (
  id IDENTITY_KEY,
  slug TEXT NOT NULL UNIQUE,
  version BIGINT NOT NULL DEFAULT 1,
  details TEXT NOT NULL
);

CREATE TABLE location (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  slug TEXT NOT NULL,
  position BIGINT NOT NULL,
  details TEXT NOT NULL,
  retired SMALLINT NOT NULL DEFAULT 0,
  UNIQUE (clinic_id, slug)
);

CREATE TABLE practitioner (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  slug TEXT NOT NULL,
  position BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  details TEXT NOT NULL,
  retired SMALLINT NOT NULL DEFAULT 0,
  UNIQUE (clinic_id, slug)
);

CREATE TABLE appointment_type (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  slug TEXT NOT NULL,
  position BIGINT NOT NULL,
  details TEXT NOT NULL,
  retired SMALLINT NOT NULL DEFAULT 0,
  UNIQUE (clinic_id, slug)
);

CREATE TABLE terms (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  number BIGINT NOT NULL,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  UNIQUE (clinic_id, number)
);
