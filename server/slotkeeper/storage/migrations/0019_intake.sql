-- What was answered before an appointment: sealed with the server's encryption keys, for that clinic and booking alone.
CREATE TABLE intake (
  booking_id BIGINT PRIMARY KEY REFERENCES booking (id),
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  sealed TEXT NOT NULL
);
CREATE INDEX intake_by_clinic ON intake (clinic_id, booking_id);

-- Who booked for somebody else; the booking's patient is who is seen. E-mail and phone are the booker's.
CREATE TABLE booker (
  booking_id BIGINT PRIMARY KEY REFERENCES booking (id),
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  booker_is TEXT NOT NULL,
  CONSTRAINT booker_is_known CHECK (booker_is IN ('parent', 'carer', 'relative', 'other'))
);
