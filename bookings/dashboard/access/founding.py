"""New businesses: founded by the platform, or by anybody through a link in a mail, where SELF_SERVICE allows it."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings.dashboard.access import doors
from bookings.dashboard.access.invited import sentence, told
from bookings.dashboard.frame import pages, proof
from businesses import cities, limits, links, mail_frame, people
from businesses.forms import Email, Name
from businesses.models import Business, User

SALT = "businesses.start"
VALID_HOURS = 24

# It goes to whatever address somebody typed, so nothing else that they typed stands in it.
LETTER = """Hello,

somebody, we hope you, wants to take bookings at {site}, and to open a business there.

Open it here. The link works once, within {hours} hours:

{link}

If it was not you, do nothing: nothing was made.
"""


class BusinessForm(forms.Form):
    """The three things without which there is no business."""

    name = Name(label="Name of the business", max_length=200)
    zone = forms.ChoiceField(label="Time zone", help_text="All times are meant in it.")
    email = Email(label="The owner's e-mail", max_length=people.LONGEST_USERNAME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = [("", "Choose …"), *cities.for_owners()]  # type: ignore[attr-defined]
        self.fields["zone"].widget.attrs["data-own-zone"] = ""


@proof.needed
def add(request: HttpRequest) -> HttpResponse:
    """The platform founds a business and invites its owner; the link is shown this once."""
    pages.only(request)
    form, context = BusinessForm(request.POST or None), {}
    if request.method == "POST" and form.is_valid():
        try:
            business, invited = _found(form.cleaned_data)
        except people.Refused as refusal:
            form.add_error(None, sentence(refusal))
        else:
            context = {"founded": business, **told(business, invited)}
            form = BusinessForm()
    status = 400 if form.errors else 200
    return pages.show(request, "admin/found.html", {"form": form, **context}, title="New business", status=status)


def start(request: HttpRequest) -> HttpResponse:
    """Anybody asks for a business; a mail with a link is all that comes of it."""
    if not settings.SELF_SERVICE:
        raise Http404
    form = BusinessForm(request.POST or None)
    form.fields["email"].label = "Your e-mail"
    wait = 0
    if request.method == "POST" and form.is_valid():
        wait = doors.take(request, form, limits.STARTS_FROM, limits.STARTS)
        if not wait and _sent(form):
            return pages.show(request, "admin/start_sent.html", {}, title="Look into your mail")
    status = 429 if wait else 400 if form.errors else 200
    answer = pages.show(request, "admin/start.html", {"form": form}, title="Open your business", status=status)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


def start_now(request: HttpRequest, signed: str) -> HttpResponse:
    """The link of the mail: a button, since programs that look into mails follow links; then the password's form."""
    if not settings.SELF_SERVICE:
        raise Http404
    context: dict[str, Any] = {"refused": ""}
    try:
        context["wanted"] = wanted = signing.loads(signed, salt=SALT, max_age=dt.timedelta(hours=VALID_HOURS))
    except signing.BadSignature:
        return pages.show(request, "admin/start_old.html", {}, title="This link is too old", status=404)
    if request.method == "POST":
        try:
            founded = _found_once(wanted, signed)
        except people.Refused as refusal:
            context["refused"] = sentence(refusal)
        else:
            if founded is None:
                return pages.show(request, "admin/start_old.html", {}, title="This link was used", status=404)
            return _to_password(request, *founded)
    status = 409 if context["refused"] else 200
    return pages.show(request, "admin/start_now.html", context, title=f"Open {wanted['name']}", status=status)


def _found_once(wanted: dict[str, str], signed: str) -> tuple[Business, User] | None:
    """The business and its owner; None: this link was used. What is refused uses up no link."""
    with transaction.atomic():
        made_at = dt.datetime.fromisoformat(wanted["at"])
        if not limits.is_first("start_links", signed, made_at=made_at):
            return None
        business, invited = _found(wanted, has_answered=True)
    return business, invited.user


def _to_password(request: HttpRequest, business: Business, user: User) -> HttpResponse:
    """Whoever has the link of the mail is who has the e-mail."""
    if not user.has_usable_password():
        return HttpResponseRedirect(urlsplit(links.mailed_link(user)).path)
    messages.success(request, f"{business.name} is open. Sign in as always to set it up.")
    return HttpResponseRedirect(reverse("admin:login"))


def _found(wanted: dict[str, str], *, has_answered: bool = False) -> tuple[Business, people.Invitation]:
    return people.found(wanted["name"], wanted["zone"], wanted["email"], has_answered=has_answered)


def _sent(form: BusinessForm) -> bool:
    """Whether the mail went out; if not, the form says so."""
    wanted = {**form.cleaned_data, "at": timezone.now().isoformat()}
    link = settings.PUBLIC_URL + reverse("open_business", args=[signing.dumps(wanted, salt=SALT, compress=True)])
    words = {"site": settings.PUBLIC_URL, "hours": VALID_HOURS, "link": link}
    try:
        mail_frame.letter("Open your business", LETTER.format(**words), wanted["email"], button="Open it").send()
    except OSError:
        form.add_error(None, "The mail could not be sent. Please look at the e-mail, or try again later.")
        return False
    return True
