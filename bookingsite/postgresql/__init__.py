"""Django's PostgreSQL, watched: a server that says nothing holds nobody up."""
