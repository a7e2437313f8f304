"""The guests' pages, from the list of businesses to the booking."""
