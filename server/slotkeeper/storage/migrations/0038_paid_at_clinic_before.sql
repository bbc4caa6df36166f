-- What was left to be paid at the clinic before a move that changed it (minor units), NULL where it did not: the message about the move says both.
ALTER TABLE booking_move ADD COLUMN at_clinic_was BIGINT;
