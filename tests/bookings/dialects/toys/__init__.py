"""A vendor that nobody knows, to prove that a folder, a line and an entry are all that a dialect needs."""
