"""What a partner sends, read strictly."""

from bookings.dialects import answering, fields


class AvailabilityQuery(fields.Request):
    """GET /availability"""

    date = fields.Day()
    serviceId = fields.Uuid(required=False, help_text="Leave it out only when the business has no services.")


class Order(fields.Request):
    """POST /reservations"""

    customerName = fields.Name(min_length=2, max_length=200)
    phone = fields.Text(max_length=50)
    email = fields.Email(required=False, allow_null=True)
    scheduledAt = fields.Instant(help_text="The `iso` of a slot of `/availability`; any spelling of the same instant.")
    serviceId = fields.Uuid()
    notes = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=1000)
    answers = answering.answers()
