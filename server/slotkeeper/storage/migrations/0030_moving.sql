-- A hold that is to replace a booking: that booking's own time is not in its way. 0 for any other.
ALTER TABLE booking ADD COLUMN moves BIGINT NOT NULL DEFAULT 0;
