-- What nobody has seen to is told in steps: 1 mail to the clinic, 2 text to its mobile, 3 mail to its owners; `escalation` is the last step
-- taken for a delivery, escalated_at when. What failed before there were steps calls nobody any more. The row of a clinic in `escalation`
-- is locked by whoever takes a step, so that several servers take each once; told_at is when the last one was taken.
ALTER TABLE delivery ADD COLUMN escalation BIGINT NOT NULL DEFAULT 0;
UPDATE delivery SET escalation = 3 WHERE task_since IS NOT NULL;
CREATE INDEX delivery_unseen ON delivery (clinic_id, task_since) WHERE task_since IS NOT NULL AND acknowledged_at IS NULL;
CREATE TABLE escalation (
  clinic_id BIGINT PRIMARY KEY REFERENCES clinic (id),
  told_at BIGINT NOT NULL DEFAULT 0
);
