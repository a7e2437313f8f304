"""The way back to a booking for those who have no link: its code and the e-mail or phone it was made with."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings import queries
from bookings.wizard import languages, refusals
from bookings.wizard.pages import business_of, show
from bookings.wizard.steps import Choices
from businesses import limits, normal

LONGEST = 254


@csrf_exempt  # the code and the contact are the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """This will lead to the booking; everything that does not is answered alike."""
    business, now = business_of(slug), timezone.now()
    reader, visit = languages.speak(request, business), Choices.of(request).visit
    code, contact = (request.POST.get(name, "").replace("\0", "").strip()[:LONGEST] for name in ("code", "contact"))
    context = {"code": code, "contact": contact, "wrong": "", "status": 200, "by_mail": visit.to("find_by_mail", slug)}
    headers: dict[str, str] = {}
    if request.method == "POST":
        try:
            limits.take_from(limits.of_guests()["finds"], request.META.get("REMOTE_ADDR", ""), now=now)
            limits.take(limits.of_guests()["codes"], f"{business.pk} {normal.code(code)[-12:]}", now=now)
        except limits.Exceeded as error:
            words = refusals.too_many(error.retry_after_seconds)
            context |= {"wrong": f"{words.title}. {words.text}", "status": words.status}
            headers["Retry-After"] = str(error.retry_after_seconds)
        else:
            booking = queries.booking_by_code(business, code=code, contact=contact, now=now)
            if booking:
                return HttpResponseRedirect(visit.to("own_booking", queries.link_token(booking)), status=303)
            context |= {"wrong": gettext("No booking has this code together with this e-mail or phone."), "status": 404}
    response = show(
        request,
        "wizard/find.html",
        context,
        business=business,
        reader=reader,
        status=int(str(context["status"])),
        private=True,
    )
    for name, value in headers.items():
        response[name] = value
    return response
