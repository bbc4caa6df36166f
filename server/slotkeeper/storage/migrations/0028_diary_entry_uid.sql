-- An entry is known in its diary by its uid, and looked for by that each time it is written.
CREATE INDEX diary_entry_by_uid ON diary_entry (practitioner_id, uid);
