"""What people are told of a booking: files for their calendars."""
