"""The dashboard, as far as it knows nothing of bookings: who reaches what, and the set-up of a business."""
