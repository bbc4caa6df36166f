-- Whether what was given back is to be paid at the clinic after all: the booking that was cancelled stands again, and the money could not be held any
-- more. It is in the payment's at_clinic then, and no prepayment of that booking any longer.
ALTER TABLE refund ADD COLUMN is_due_again BIGINT NOT NULL DEFAULT 0;
