"""What guests and the team are told, in whose words, and what became of it."""
