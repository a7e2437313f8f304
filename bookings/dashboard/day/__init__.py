"""The work of a day: the front page, the diary, bookings taken, moved and settled."""
