-- A message's way out: by which channel, in which language, how often it was tried and when it is tried next
-- (docs/adr/0012). queued → sending → sent → delivered or acknowledged; failed; dropped: not true any more.
-- next_at: a queued one waits until then, one that is being sent is taken up again then: whoever took it has died.
-- problem: a word for what went wrong last, nothing of anybody's. task_since: since when staff have to see to it.
-- SQLite cannot change a CHECK: the table is built anew.
CREATE TABLE delivery_anew (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  booking_id BIGINT NOT NULL REFERENCES booking (id),
  recipient TEXT NOT NULL CONSTRAINT delivery_recipient CHECK (recipient IN ('patient', 'clinic', 'practitioner')),
  message TEXT NOT NULL,
  occasion TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'queued' CONSTRAINT delivery_state
    CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'acknowledged', 'failed', 'dropped')),
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
  UNIQUE (booking_id, recipient, message, occasion)
);
INSERT INTO delivery_anew (id, clinic_id, booking_id, recipient, message, occasion, state, made_at, words)
SELECT id, clinic_id, booking_id, recipient, message, occasion, state, made_at, words FROM delivery;
DROP TABLE delivery;
ALTER TABLE delivery_anew RENAME TO delivery;
CREATE INDEX delivery_due ON delivery (channel, next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX delivery_waiting ON delivery (clinic_id) WHERE state IN ('queued', 'sending');
CREATE INDEX delivery_task ON delivery (clinic_id, task_since) WHERE task_since IS NOT NULL;
-- The narrower rule of the release before stays beside it until that release runs nowhere any more.
CREATE UNIQUE INDEX delivery_once ON delivery (booking_id, recipient, channel, message, occasion);
