-- A message's way out: by which channel, in which language, how often it was tried and when it is tried next
-- (docs/adr/0012). queued → sending → sent → delivered or acknowledged; failed; dropped: not true any more.
-- next_at: a queued one waits until then, one that is being sent is taken up again then: whoever took it has died.
-- problem: a word for what went wrong last, nothing of anybody's. task_since: since when staff have to see to it.
ALTER TABLE delivery DROP CONSTRAINT delivery_recipient_check;
ALTER TABLE delivery ADD CONSTRAINT delivery_recipient CHECK (recipient IN ('patient', 'clinic', 'practitioner'));
ALTER TABLE delivery ADD CONSTRAINT delivery_state
  CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'acknowledged', 'failed', 'dropped'));
ALTER TABLE delivery ADD COLUMN channel TEXT NOT NULL DEFAULT 'mail'
  CONSTRAINT delivery_channel CHECK (channel IN ('mail', 'sms', 'diary', 'webhook', 'list'));
ALTER TABLE delivery ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN next_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN problem TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN task_since BIGINT;
ALTER TABLE delivery ADD COLUMN sent_at BIGINT;
DROP INDEX delivery_to_send;
CREATE INDEX delivery_due ON delivery (channel, next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX delivery_waiting ON delivery (clinic_id) WHERE state IN ('queued', 'sending');
CREATE INDEX delivery_task ON delivery (clinic_id, task_since) WHERE task_since IS NOT NULL;
-- The narrower rule of the release before stays beside it until that release runs nowhere any more.
CREATE UNIQUE INDEX delivery_once ON delivery (booking_id, recipient, channel, message, occasion);
