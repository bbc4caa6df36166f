-- The same message may go by several channels, and by one channel to several places: `target` is the id of the place (a webhook's
-- endpoint), 0 where a recipient has one only. acknowledged_…: who of the staff has seen to a task; escalated_at: since when another
-- channel was tried because nobody had. inserted: it stands in the diary; by_hand: it waits until somebody of the staff has written it there. SQLite cannot drop a UNIQUE: the table is built anew.
CREATE TABLE delivery_anew (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  booking_id BIGINT NOT NULL REFERENCES booking (id),
  recipient TEXT NOT NULL CONSTRAINT delivery_recipient CHECK (recipient IN ('patient', 'clinic', 'practitioner')),
  message TEXT NOT NULL,
  occasion TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'queued' CONSTRAINT delivery_state
    CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'inserted', 'by_hand', 'acknowledged', 'failed', 'dropped')),
  made_at BIGINT NOT NULL,
  words TEXT NOT NULL DEFAULT '',
  channel TEXT NOT NULL DEFAULT 'mail'
    CONSTRAINT delivery_channel CHECK (channel IN ('mail', 'sms', 'diary', 'webhook', 'list')),
  language TEXT NOT NULL DEFAULT '',
  attempts BIGINT NOT NULL DEFAULT 0,
  next_at BIGINT NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT '',
  task_since BIGINT,
  sent_at BIGINT,
  target BIGINT NOT NULL DEFAULT 0,
  acknowledged_at BIGINT,
  acknowledged_by BIGINT REFERENCES staff (id),
  escalated_at BIGINT
);
INSERT INTO delivery_anew (id, clinic_id, booking_id, recipient, message, occasion, state, made_at, words, channel, language, attempts,
  next_at, problem, task_since, sent_at)
SELECT id, clinic_id, booking_id, recipient, message, occasion, state, made_at, words, channel, language, attempts,
  next_at, problem, task_since, sent_at FROM delivery;
DELETE FROM sqlite_sequence WHERE name = 'delivery_anew';
INSERT INTO sqlite_sequence (name, seq) SELECT 'delivery_anew', seq FROM sqlite_sequence WHERE name = 'delivery';
DROP TABLE delivery;
ALTER TABLE delivery_anew RENAME TO delivery;
CREATE INDEX delivery_due ON delivery (channel, next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX delivery_waiting ON delivery (clinic_id) WHERE state IN ('queued', 'sending');
CREATE INDEX delivery_task ON delivery (clinic_id, task_since) WHERE task_since IS NOT NULL;
CREATE UNIQUE INDEX delivery_once ON delivery (booking_id, recipient, channel, message, occasion, target);
