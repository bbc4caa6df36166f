-- What a patient agreed to when cancelling or moving: the money, in minor units, the sentence that was shown and the policy behind it (JSON). open: it can
-- be taken back until undo_until; then it is settled: what follows from it (counting, the waiting list) happens once.
CREATE TABLE agreed_change (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  booking_id BIGINT NOT NULL REFERENCES booking (id),
  kind TEXT NOT NULL CONSTRAINT agreed_change_kind CHECK (kind IN ('cancelled', 'moved')),
  revision BIGINT NOT NULL,
  keeps BIGINT NOT NULL,
  returns BIGINT NOT NULL,
  is_late SMALLINT NOT NULL,
  shown TEXT NOT NULL,
  policy TEXT NOT NULL,
  agreed_at BIGINT NOT NULL,
  undo_until BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CONSTRAINT agreed_change_state CHECK (state IN ('open', 'undone', 'settled')),
  UNIQUE (booking_id, revision)
);
CREATE INDEX agreed_change_open ON agreed_change (undo_until) WHERE state = 'open';
