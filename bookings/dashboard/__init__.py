"""The owners' dashboard over both apps, on Django's admin: it reads by the queries and changes by the operations."""
