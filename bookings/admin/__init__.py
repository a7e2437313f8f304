"""The owners' dashboard: the day, the diary, what was sent; it reads by the queries and changes by the operations."""
