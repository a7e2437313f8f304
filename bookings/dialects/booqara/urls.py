"""Booqara's own paths. `/booking/v1/…` is another vendor's."""

from django.urls import path, re_path

from bookings.dialects.booqara import views

documented = [
    path("booking/business", views.Business.as_view()),
    path("booking/services", views.Services.as_view()),
    path("booking/staff", views.Staff.as_view()),
    path("booking/dates", views.Dates.as_view()),
    path("booking/slots", views.Slots.as_view()),
    path("booking/appointments", views.Appointments.as_view()),
    path("booking/appointments/<str:id>", views.Appointment.as_view()),
]
urlpatterns = [*documented, re_path(r"^booking/(?!v1/)", views.UnknownPath.as_view())]
