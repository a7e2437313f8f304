"""Our own paths, and what a key must be allowed for each."""

from django.urls import path, re_path

from bookings.dialects.partner import views
from businesses.models import Scope

_READ, BOOK, MANAGE = Scope

documented = [
    path("partner/v1/holds", views.Holds.as_view(needs={"POST": BOOK})),
    path("partner/v1/holds/<str:id>", views.Hold.as_view(needs={"DELETE": BOOK})),
    path("partner/v1/holds/<str:id>/extend", views.Extend.as_view(needs={"POST": BOOK})),
    path("partner/v1/events", views.Events.as_view(needs={"GET": MANAGE})),
]
urlpatterns = [*documented, re_path("^partner/v1/", views.UnknownPath.as_view())]
