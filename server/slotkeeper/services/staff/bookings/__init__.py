"""What staff do with bookings: book, move, cancel, restore, mark. Each is one transaction."""
