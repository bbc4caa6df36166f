-- A clinic's own words of a message to patients: '' is the standard text of that part. before_…: what stood there before the last change,
-- for taking it back. A row whose parts are all '' says the standard words again.
CREATE TABLE wording (
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  channel TEXT NOT NULL CONSTRAINT wording_channel CHECK (channel IN ('mail', 'sms')),
  message TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT '',
  opening TEXT NOT NULL DEFAULT '',
  closing TEXT NOT NULL DEFAULT '',
  before_subject TEXT NOT NULL DEFAULT '',
  before_opening TEXT NOT NULL DEFAULT '',
  before_closing TEXT NOT NULL DEFAULT '',
  changed_by BIGINT REFERENCES staff (id),
  changed_at BIGINT NOT NULL,
  revision BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (clinic_id, channel, message, language)
);
