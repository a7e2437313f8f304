"""The set-up of a business: its rules and hours, what it offers, who serves, its customers, its document."""
