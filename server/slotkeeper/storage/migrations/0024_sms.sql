-- Through which account a clinic's text messages go: Twilio's, or that of a service that speaks as it does. The token is sealed
-- (services/vault.py). failing_since: since when the service takes no text of it, and problem is a word or a code.
CREATE TABLE sms_account (
  clinic_id BIGINT PRIMARY KEY REFERENCES clinic (id),
  account TEXT NOT NULL,
  token_sealed TEXT NOT NULL,
  sender TEXT NOT NULL,
  enabled SMALLINT NOT NULL DEFAULT 1,
  failing_since BIGINT,
  problem TEXT NOT NULL DEFAULT '',
  changed_by BIGINT REFERENCES staff (id),
  changed_at BIGINT NOT NULL
);

-- Who has answered STOP to a clinic, and not START since: number is E.164.
CREATE TABLE sms_stop (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  number TEXT NOT NULL,
  said_at BIGINT NOT NULL,
  CONSTRAINT sms_stop_pkey PRIMARY KEY (clinic_id, number)
);

-- What became of a text at the service. 'sending' is written before it is handed over: a text that is found like that after a crash may
-- have gone, and is looked for before it is sent again. begun_at: when it was handed over.
CREATE TABLE sms_message (
  delivery_id BIGINT PRIMARY KEY REFERENCES delivery (id),
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  provider_id TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CONSTRAINT sms_message_state
    CHECK (state IN ('sending', 'not_taken', 'queued', 'sent', 'delivered', 'failed')),
  problem TEXT NOT NULL DEFAULT '',
  begun_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
