"""Somebody's own photo, which they see to by themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bookings.dashboard.frame import noting, pages
from bookings.dashboard.frame.changed import save_changed
from bookings.dashboard.frame.owned import STAFF
from bookings.dashboard.setup.photo import PHOTO, PHOTO_ALT, Photo, PicturedForm, settle
from businesses import diary
from businesses.models import StaffMember


class OwnPhotoForm(PicturedForm):
    """What somebody may change of how guests see them."""

    photo_url = Photo(label="Photo", help_text=PHOTO)

    class Meta:
        model = StaffMember
        fields = ("photo_url", "photo_alt")
        labels = {"photo_alt": "What the photo shows"}
        help_texts = {"photo_alt": PHOTO_ALT}


@require_http_methods(["GET", "HEAD", "POST"])
def own_photo(request: HttpRequest) -> HttpResponse:
    """The page, of whoever has a diary of their own."""
    person = pages.only(request, STAFF).own_staff
    if person is None:
        return pages.show(request, "admin/own_photo.html", {}, title="Your photo")
    form = OwnPhotoForm(request.POST or None, request.FILES or None, instance=person)
    if request.method == "POST" and form.is_valid():
        with diary.changing(person.business_id):
            save_changed(person, form)
            noting.note(request, person, "changed", noting.changed_fields(form, is_new=False))
            if "photo_url" in form.changed_data:
                settle(person.business, form.fields["photo_url"])
        messages.success(request, "Saved. Guests see it from now on.")
        return HttpResponseRedirect(reverse("admin:own_photo"))
    status = 400 if form.errors else 200
    return pages.show(
        request, "admin/own_photo.html", {"form": form, "person": person}, title="Your photo", status=status
    )
