"""ReserveKit's own paths."""

from django.urls import path, re_path

from bookings.dialects.reservekit import views

documented = [
    path("v1/services", views.Services.as_view()),
    path("v1/services/<str:id>", views.Service.as_view()),
    path("v1/services/<str:id>/time-slots", views.ServiceTimeSlots.as_view()),
    path("v1/time-slots", views.TimeSlots.as_view()),
    path("v1/bookings", views.Bookings.as_view()),
    path("v1/bookings/<str:id>", views.Booking.as_view()),
    path("v1/bookings/<str:id>/customer", views.Customer.as_view()),
]
urlpatterns = [*documented, re_path("^v1/", views.UnknownPath.as_view())]
