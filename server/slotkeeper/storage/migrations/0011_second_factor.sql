-- Whether everybody who works for the clinic must have a second factor: without one, none of its pages opens.
ALTER TABLE clinic ADD COLUMN asks_second_factor SMALLINT NOT NULL DEFAULT 0;
