"""NextInQue's own paths."""

from django.urls import path, re_path

from bookings.dialects.nextinque import views

BASE = "api/v1/public/"

documented = [
    path(f"{BASE}services", views.Services.as_view()),
    path(f"{BASE}availability", views.Availability.as_view()),
    path(f"{BASE}reservations", views.Reservations.as_view()),
    path(f"{BASE}reservations/<str:code>", views.Reservation.as_view()),
    path(f"{BASE}reservations/<str:code>/confirm", views.Confirm.as_view()),
    path(f"{BASE}reservations/<str:code>/cancel", views.Cancel.as_view()),
]
urlpatterns = [*documented, re_path(f"^{BASE}", views.UnknownPath.as_view())]
