-- Where a booking was before each of its moves, by the revision that the move gave it: a message names the time that its reader last was told
-- (docs/adr/0038). moved_by: who did it.
CREATE TABLE booking_move (
  booking_id BIGINT NOT NULL REFERENCES booking (id),
  revision BIGINT NOT NULL,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
  location_id BIGINT REFERENCES location (id),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  moved_by TEXT NOT NULL CONSTRAINT booking_move_by CHECK (moved_by IN ('patient', 'clinic')),
  PRIMARY KEY (booking_id, revision)
);

-- What those who wait are told besides offers: that they wait, and that they wait no more. They have no booking, so these are no rows of
-- delivery; state, attempts, next_at and problem mean the same as there.
CREATE TABLE waitlist_message (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  entry_id BIGINT NOT NULL REFERENCES waitlist_entry (id),
  message TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'queued' CONSTRAINT waitlist_message_state
    CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'dropped')),
  made_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  next_at BIGINT NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT '',
  sent_at BIGINT,
  UNIQUE (entry_id, message)
);
CREATE INDEX waitlist_message_due ON waitlist_message (next_at) WHERE state IN ('queued', 'sending');

-- So that old tries are found to be forgotten.
CREATE INDEX webhook_try_at ON webhook_try (tried_at);
