-- Who was not told of an offer: failed, where every way of telling them has failed for good; unsent, where nothing had left when its time was over.
-- unreached: a digest of the address and number under which somebody of the list could not be told, '' where nothing is known against them; while
-- they are to be reached there, nothing is offered to them by itself.
ALTER TABLE waitlist_offer ADD COLUMN untold TEXT NOT NULL DEFAULT ''
  CONSTRAINT waitlist_offer_untold CHECK (untold IN ('', 'failed', 'unsent'));
ALTER TABLE waitlist_entry ADD COLUMN unreached TEXT NOT NULL DEFAULT '';
