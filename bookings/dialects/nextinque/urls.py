"""NextInQue's own paths, and what a key must be allowed for each."""

from django.urls import path, re_path

from bookings.dialects.nextinque import views
from businesses.models import Scope

READ, BOOK, MANAGE = Scope

BASE = "api/v1/public/"

documented = [
    path(f"{BASE}services", views.Services.as_view(needs={"GET": READ})),
    path(f"{BASE}availability", views.Availability.as_view(needs={"GET": READ})),
    path(f"{BASE}reservations", views.Reservations.as_view(needs={"POST": BOOK})),
    path(f"{BASE}reservations/<str:code>", views.Reservation.as_view(needs={"GET": MANAGE})),
    path(f"{BASE}reservations/<str:code>/confirm", views.Confirm.as_view(needs={"PATCH": MANAGE})),
    path(f"{BASE}reservations/<str:code>/cancel", views.Cancel.as_view(needs={"PATCH": MANAGE})),
]
urlpatterns = [*documented, re_path(f"^{BASE}", views.UnknownPath.as_view())]
