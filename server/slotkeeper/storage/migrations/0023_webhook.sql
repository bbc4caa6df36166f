-- Where a clinic wants to hear of its bookings: events are words with spaces between them, secrets are sealed (services/vault.py). While a
-- secret is being replaced the old one signs too, until old_until. failing_since: since when nothing gets through. made_by: who set it up.
CREATE TABLE webhook_endpoint (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  address TEXT NOT NULL,
  events TEXT NOT NULL,
  secret_sealed TEXT NOT NULL,
  old_sealed TEXT NOT NULL DEFAULT '',
  old_until BIGINT NOT NULL DEFAULT 0,
  enabled SMALLINT NOT NULL DEFAULT 1,
  failing_since BIGINT,
  problem TEXT NOT NULL DEFAULT '',
  made_by BIGINT REFERENCES staff (id),
  made_at BIGINT NOT NULL,
  revision BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX webhook_endpoint_of_clinic ON webhook_endpoint (clinic_id);

-- Each try to bring an event there, and what was answered: a status or a word, nothing that anybody said.
CREATE TABLE webhook_try (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  endpoint_id BIGINT NOT NULL REFERENCES webhook_endpoint (id),
  delivery_id BIGINT NOT NULL REFERENCES delivery (id),
  tried_at BIGINT NOT NULL,
  answer TEXT NOT NULL
);
CREATE INDEX webhook_try_of_endpoint ON webhook_try (endpoint_id, id);
CREATE INDEX webhook_try_of_delivery ON webhook_try (delivery_id, id);
CREATE INDEX delivery_of_target ON delivery (channel, target, id) WHERE target > 0;
