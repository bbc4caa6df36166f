-- Who moves an appointment accepts terms that have changed anew: one booking, several acceptances; the latest counts. SQLite cannot drop a
-- primary key: the table is built anew.
CREATE TABLE acceptance_anew (
  id IDENTITY_KEY,
  booking_id BIGINT NOT NULL REFERENCES booking (id),
  terms_id BIGINT NOT NULL REFERENCES terms (id),
  sha256 TEXT NOT NULL,
  accepted_at BIGINT NOT NULL
);
INSERT INTO acceptance_anew (booking_id, terms_id, sha256, accepted_at)
SELECT booking_id, terms_id, sha256, accepted_at FROM acceptance ORDER BY booking_id;
DROP TABLE acceptance;
ALTER TABLE acceptance_anew RENAME TO acceptance;
CREATE INDEX acceptance_of_booking ON acceptance (booking_id, id);
