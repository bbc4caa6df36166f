-- What staff add to a message in their own words, such as why an appointment is cancelled.
ALTER TABLE delivery ADD COLUMN words TEXT NOT NULL DEFAULT '';
