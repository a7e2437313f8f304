"""The floor's address, then the product's whole map. The product's middleware stands before both."""

from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bookings.models import Appointment


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


urlpatterns = [path("floor/<int:key>", Floor.as_view()), path("", include("bookingsite.urls"))]
