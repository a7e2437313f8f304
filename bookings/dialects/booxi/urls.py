"""Booxi's own paths, and what a key must be allowed for each."""

from django.urls import path, re_path

from bookings.dialects.booxi import views
from businesses.models import Scope

_READ, BOOK, MANAGE = Scope

documented = [
    path("booking/v1/booking", views.Bookings.as_view(needs={"GET": MANAGE, "POST": BOOK})),
    path("booking/v1/booking/<str:id>", views.Booking.as_view(needs={"GET": MANAGE, "PUT": MANAGE})),
    path("booking/v1/client", views.Clients.as_view(needs={"GET": MANAGE})),
]
urlpatterns = [*documented, re_path("^booking/v1/", views.UnknownPath.as_view())]
