-- What is paid when booking (docs/adr/0009). Amounts in minor units, instants in epoch seconds UTC.
-- How a clinic is paid. Keys and secrets are sealed (services/vault.py).
CREATE TABLE payment_account (
  clinic_id BIGINT PRIMARY KEY REFERENCES clinic (id),
  account TEXT NOT NULL,
  live SMALLINT NOT NULL,
  secret_key TEXT NOT NULL,
  webhook_secret TEXT NOT NULL,
  previous_webhook_secret TEXT NOT NULL DEFAULT '',
  changed_at BIGINT NOT NULL
);

-- One a booking. account, live, amount and currency are frozen when it is asked for; reference is all that the payment
-- service is told. settled_at: nothing is left to be done there. look_at: when the sweeper looks next.
CREATE TABLE payment (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  booking_id BIGINT NOT NULL UNIQUE REFERENCES booking (id),
  reference TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('open', 'authorised', 'captured', 'slot_lost', 'abandoned')),
  lost_because TEXT NOT NULL DEFAULT '',
  amount BIGINT NOT NULL CHECK (amount > 0),
  at_clinic BIGINT NOT NULL,
  currency TEXT NOT NULL,
  account TEXT NOT NULL,
  live SMALLINT NOT NULL,
  wish TEXT NOT NULL,
  language TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  deadline BIGINT NOT NULL,
  attempt BIGINT NOT NULL DEFAULT 1,
  session_id TEXT,
  session_url TEXT NOT NULL DEFAULT '',
  session_ends_at BIGINT,
  page TEXT NOT NULL DEFAULT '',
  intent_id TEXT NOT NULL DEFAULT '',
  received BIGINT NOT NULL DEFAULT 0,
  refunded BIGINT NOT NULL DEFAULT 0,
  dispute TEXT NOT NULL DEFAULT '',
  look_at BIGINT NOT NULL,
  looks BIGINT NOT NULL DEFAULT 0,
  settled_at BIGINT,
  UNIQUE (session_id)
);
CREATE INDEX payment_to_settle ON payment (look_at) WHERE settled_at IS NULL;
CREATE INDEX payment_by_intent ON payment (clinic_id, intent_id);

-- What is given back. once names the reason it may happen once for; attempt counts the keys that were used.
CREATE TABLE refund (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  payment_id BIGINT NOT NULL REFERENCES payment (id),
  once TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  asked_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'made', 'failed')),
  stripe_id TEXT NOT NULL DEFAULT '',
  attempt BIGINT NOT NULL DEFAULT 1,
  asked_at BIGINT NOT NULL,
  look_at BIGINT NOT NULL,
  looks BIGINT NOT NULL DEFAULT 0,
  UNIQUE (payment_id, once)
);
CREATE INDEX refund_to_make ON refund (look_at) WHERE state = 'asked';

-- Webhooks that were acted on, so that a repetition is answered at once.
CREATE TABLE payment_event (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  event_id TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (clinic_id, event_id)
);

-- What somebody must be told, written with the change it tells of; occasion makes it once.
CREATE TABLE delivery (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  booking_id BIGINT NOT NULL REFERENCES booking (id),
  recipient TEXT NOT NULL CHECK (recipient IN ('patient', 'clinic')),
  message TEXT NOT NULL,
  occasion TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'queued',
  made_at BIGINT NOT NULL,
  UNIQUE (booking_id, recipient, message, occasion)
);
CREATE INDEX delivery_to_send ON delivery (made_at) WHERE state = 'queued';

-- Set by staff: this patient pays before booking wherever a type has a prepayment.
ALTER TABLE patient ADD COLUMN pays_first SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX paying_by_address ON booking (clinic_id, address_key, expires_at) WHERE state = 'paying';
