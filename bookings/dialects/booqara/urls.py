"""Booqara's own paths, and what a key must be allowed for each. `/booking/v1/…` is another vendor's."""

from django.urls import path, re_path

from bookings.dialects.booqara import views
from businesses.models import Scope

READ, BOOK, MANAGE = Scope

documented = [
    path("booking/business", views.Business.as_view(needs={"GET": READ})),
    path("booking/services", views.Services.as_view(needs={"GET": READ})),
    path("booking/staff", views.Staff.as_view(needs={"GET": READ})),
    path("booking/dates", views.Dates.as_view(needs={"GET": READ})),
    path("booking/slots", views.Slots.as_view(needs={"GET": READ})),
    path("booking/appointments", views.Appointments.as_view(needs={"POST": BOOK})),
    path("booking/appointments/<str:id>", views.Appointment.as_view(needs={"GET": MANAGE, "DELETE": MANAGE})),
]
urlpatterns = [*documented, re_path(r"^booking/(?!v1/)", views.UnknownPath.as_view())]
