"""The floor's address, then the product's whole map. The product's middleware stands before both."""

import datetime as dt

from django.urls import include, path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bookings import queries
from bookings.models import Appointment
from businesses.models import Business


class Floor(APIView):
    """No key, no rules: one row by its primary key, four of its columns, as JSON."""

    def get(self, request: Request, key: int) -> Response:
        """This will answer with the appointment's times."""
        columns = ("starts_at", "ends_at", "places", "live")
        row = Appointment.objects.filter(pk=key).values_list(*columns).first()
        return Response({"appointment": row})

    def post(self, request: Request, key: int) -> Response:
        """This will read a JSON body, and answer as to GET."""
        if not request.data:
            return Response(status=400)
        return self.get(request, key)


class Visit(APIView):
    """The times of a date for a visit of all that a shop has to offer, without a key."""

    def get(self, request: Request, slug: str, day: str) -> Response:
        """This will answer with every start, free or not."""
        business, now = Business.objects.only("pk").get(slug=slug), timezone.now()
        here = queries.house(business.pk)
        stages = [queries.Stage(service) for service in here.setup.services.values()]
        slots = queries.visit_slots(here, stages, day=dt.date.fromisoformat(day), now=now)
        return Response({"slots": [{"startsAt": slot.starts_at, "free": slot.free} for slot in slots]})


urlpatterns = [
    path("floor/<int:key>", Floor.as_view()),
    path("floor/visit/<slug:slug>/<str:day>", Visit.as_view()),
    path("", include("bookingsite.urls")),
]
