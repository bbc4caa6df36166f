"""/staff/{clinic}/diaries: practitioners' diaries outside, and what is transferred by hand."""
