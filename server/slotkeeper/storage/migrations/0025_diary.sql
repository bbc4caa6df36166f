-- The diary of a practitioner outside: kind 'caldav' (address of a calendar, password sealed, services/vault.py) or 'by_hand', where staff
-- transfer each change themselves. shows: what an entry tells of the patient. mark: the server's word for what it held when it was looked
-- at last; looked_until: how far. failing_since: since when it cannot be used, told_at: when the clinic was told of it. One process at a time
-- works with a diary: lease_by, until lease_until.
CREATE TABLE diary (
  practitioner_id BIGINT PRIMARY KEY REFERENCES practitioner (id),
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  kind TEXT NOT NULL CONSTRAINT diary_kind CHECK (kind IN ('caldav', 'by_hand')),
  address TEXT NOT NULL DEFAULT '',
  calendar TEXT NOT NULL DEFAULT '',
  username TEXT NOT NULL DEFAULT '',
  password_sealed TEXT NOT NULL DEFAULT '',
  shows TEXT NOT NULL DEFAULT 'initials' CONSTRAINT diary_shows CHECK (shows IN ('reference', 'initials', 'name')),
  enabled SMALLINT NOT NULL DEFAULT 1,
  mark TEXT NOT NULL DEFAULT '',
  looked_at BIGINT NOT NULL DEFAULT 0,
  looked_until BIGINT NOT NULL DEFAULT 0,
  unread BIGINT NOT NULL DEFAULT 0,
  tried_at BIGINT NOT NULL DEFAULT 0,
  failing_since BIGINT,
  told_at BIGINT,
  problem TEXT NOT NULL DEFAULT '',
  lease_by TEXT NOT NULL DEFAULT '',
  lease_until BIGINT NOT NULL DEFAULT 0,
  made_by BIGINT REFERENCES staff (id),
  made_at BIGINT NOT NULL,
  revision BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX diary_of_clinic ON diary (clinic_id);

-- What was written into a diary for a booking; the places of a session share one entry and its uid. said: a digest of its text.
-- changed: somebody edited it in the diary, and that stays; collides: something else stands at that time; missing: somebody deleted it.
CREATE TABLE diary_entry (
  booking_id BIGINT NOT NULL REFERENCES booking (id),
  practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  uid TEXT NOT NULL,
  etag TEXT NOT NULL DEFAULT '',
  sequence BIGINT NOT NULL DEFAULT 0,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CONSTRAINT diary_entry_state CHECK (state IN ('inserted', 'changed', 'collides', 'missing', 'removed')),
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (booking_id, practitioner_id)
);
CREATE INDEX diary_entry_by_time ON diary_entry (practitioner_id, starts_at);
CREATE INDEX diary_entry_amiss ON diary_entry (clinic_id, starts_at) WHERE state IN ('changed', 'collides', 'missing');

-- What else takes time in a diary, in pieces of a day at most, so that a search is bounded on both sides.
CREATE TABLE diary_busy (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
  uid TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  PRIMARY KEY (practitioner_id, starts_at, ends_at, uid),
  CONSTRAINT diary_busy_length CHECK (starts_at < ends_at AND ends_at - starts_at <= 86400)
);
CREATE INDEX diary_busy_of_clinic ON diary_busy (clinic_id, starts_at);
