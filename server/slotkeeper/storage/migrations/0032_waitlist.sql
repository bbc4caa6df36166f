-- Who waits for a time: a patient by contact details, or, with booking_id, whoever has that booking and wants an earlier one. practitioners
-- (ids), weekdays (0 = Monday) and parts of day are JSON lists, an empty one means any. The times offered to them are holds
-- (docs/adr/0035): nobody else gets them until open_until; nothing is said of them before tell_at. waitlist_look: up to which change of a clinic its list was looked through, when
-- time alone asks for another look, and until when one process has the turn.
CREATE TABLE waitlist_entry (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  appointment_type_id BIGINT NOT NULL REFERENCES appointment_type (id),
  location_id BIGINT REFERENCES location (id),
  booking_id BIGINT REFERENCES booking (id),
  practitioners TEXT NOT NULL,
  weekdays TEXT NOT NULL,
  parts TEXT NOT NULL,
  from_on TEXT,
  until_on TEXT,
  patient_is TEXT NOT NULL CONSTRAINT waitlist_entry_patient_is CHECK (patient_is IN ('new', 'existing')),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  birth_date TEXT,
  person_key TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL,
  priority BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT waitlist_entry_state
    CHECK (state IN ('waiting', 'booked', 'left', 'removed', 'over', 'unanswered', 'replaced')),
  unanswered BIGINT NOT NULL DEFAULT 0,
  entry_key TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX waitlist_entry_waiting ON waitlist_entry (clinic_id, id) WHERE state = 'waiting';
CREATE INDEX waitlist_entry_person ON waitlist_entry (clinic_id, person_key) WHERE state = 'waiting';
CREATE UNIQUE INDEX waitlist_entry_booking ON waitlist_entry (booking_id) WHERE state = 'waiting';

CREATE TABLE waitlist_offer (
  id IDENTITY_KEY,
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  entry_id BIGINT NOT NULL REFERENCES waitlist_entry (id),
  hold_id BIGINT NOT NULL REFERENCES booking (id),
  practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  tell_at BIGINT NOT NULL,
  open_until BIGINT NOT NULL,
  made_by BIGINT REFERENCES staff (id),
  state TEXT NOT NULL DEFAULT 'open' CONSTRAINT waitlist_offer_state
    CHECK (state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn')),
  ended_at BIGINT,
  UNIQUE (hold_id)
);
CREATE UNIQUE INDEX waitlist_offer_open ON waitlist_offer (entry_id) WHERE state = 'open';
CREATE INDEX waitlist_offer_of_entry ON waitlist_offer (entry_id, id);
CREATE INDEX waitlist_offer_due ON waitlist_offer (clinic_id, open_until) WHERE state = 'open';

CREATE TABLE waitlist_look (
  clinic_id BIGINT PRIMARY KEY REFERENCES clinic (id),
  news BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  taken_until BIGINT NOT NULL DEFAULT 0
);
