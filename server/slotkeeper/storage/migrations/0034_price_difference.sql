-- What is paid beside the first payment when a booking is moved to a time that asks more (docs/adr/0034). moves: the booking that it is for; its
-- own booking_id is the hold of the new time, kept as long as the payment is under way. 0 for a payment of the booking itself.
ALTER TABLE payment ADD COLUMN moves BIGINT NOT NULL DEFAULT 0;
CREATE INDEX payment_of_moved ON payment (moves) WHERE moves > 0;

-- What the patient agreed to when going to pay: carried out in the transaction that has the money. agreed: that change as JSON.
CREATE TABLE paid_move (
  hold_id BIGINT PRIMARY KEY REFERENCES booking (id),
  clinic_id BIGINT NOT NULL REFERENCES clinic (id),
  agreed TEXT NOT NULL
);
