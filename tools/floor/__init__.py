"""The least that a request costs on this machine: a REST framework view with one query by primary key."""
