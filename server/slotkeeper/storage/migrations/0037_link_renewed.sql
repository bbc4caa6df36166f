-- When a booking's link was last made anew (epoch seconds), NULL for one that never was: what the browser that booked kept opens it no more then.
ALTER TABLE booking ADD COLUMN link_renewed_at BIGINT;
