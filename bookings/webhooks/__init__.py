"""Partners are told of events by signed requests to the addresses that a business gives us (Standard Webhooks 1.0)."""
