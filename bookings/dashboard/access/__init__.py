"""Who gets in: people by invitation and password, programs by keys, and where events are sent."""
