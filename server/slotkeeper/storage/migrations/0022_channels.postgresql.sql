-- The same message may go by several channels, and by one channel to several places: `target` is the id of the place (a webhook's
-- endpoint), 0 where a recipient has one only. acknowledged_…: who of the staff has seen to a task; escalated_at: since when another
-- channel was tried because nobody had. inserted: it stands in the diary; by_hand: it waits until somebody of the staff has written it there.
ALTER TABLE delivery DROP CONSTRAINT delivery_state;
ALTER TABLE delivery ADD CONSTRAINT delivery_state
  CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'inserted', 'by_hand', 'acknowledged', 'failed', 'dropped'));
ALTER TABLE delivery DROP CONSTRAINT delivery_booking_id_recipient_message_occasion_key;
DROP INDEX delivery_once;
ALTER TABLE delivery ADD COLUMN target BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN acknowledged_at BIGINT;
ALTER TABLE delivery ADD COLUMN acknowledged_by BIGINT REFERENCES staff (id);
ALTER TABLE delivery ADD COLUMN escalated_at BIGINT;
CREATE UNIQUE INDEX delivery_once ON delivery (booking_id, recipient, channel, message, occasion, target);
