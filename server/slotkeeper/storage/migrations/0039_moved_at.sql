-- When a booking was moved (epoch seconds), NULL for moves that are older than this column: a message about a whole series says of each date what it
-- was before that change.
ALTER TABLE booking_move ADD COLUMN moved_at BIGINT;
