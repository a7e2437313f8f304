"""The toy. Mounted, it is `bookings.dialects.toy`, as its rooms call each other."""
