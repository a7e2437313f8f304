"""Pictures in forms: sent as a file, with the address of one elsewhere on the web as the other way."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from bookings.dashboard.frame.plain import PlainAdmin, PlainForm
from businesses import drawing, kept_pictures, pictures
from businesses.models import Business

LONGEST = 500  # characters of an address
FILE = "A JPEG, PNG or WebP of up to 10 MB; what a camera writes into it, such as the place, is left out."
PHOTO = f"Guests see it while they choose. {FILE}"
PHOTO_ALT = "Read out to guests who cannot see it: “A short fade, from the side”. Empty where the name says enough."
NOT_OURS = "There is no such picture in this business. Send it as a file."


class PhotoInput(forms.Widget):
    """What is shown now, a file in its place, a tick to remove it; where nothing was uploaded, an address."""

    needs_multipart_form = True
    template_name = "admin/_photo.html"

    class Media:
        js = ("photo.js",)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The picture beside what is written."""
        context = super().get_context(name, value, attrs)
        address = str(value or "")
        own = pictures.uploaded(address)
        context["widget"] |= {
            "value": address,
            "uploaded": own,
            "most_bytes": drawing.LARGEST_BYTES,
            "id": context["widget"]["attrs"].get("id", name),
        }
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """By a template of ours, which the forms' own renderer does not know."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The file that was sent; else nothing where it is to be removed; else the address."""
        if sent := files.get(f"{name}_file"):
            return sent
        return "" if data.get(f"{name}_gone") else data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether a form had no such field."""
        return name not in data and f"{name}_file" not in files

    def id_for_label(self, id_: str) -> str:
        """The label is that of the file."""
        return f"{id_}_file" if id_ else id_


class Photo(forms.Field):
    """A picture of a business: gives its address as the column holds it, and keeps in `drawn` what is to be kept."""

    widget = PhotoInput
    business: Business | None = None
    drawn: drawing.Drawn | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A form that comes back shows what is kept: browsers send no file twice by themselves."""
        return initial if isinstance(data, UploadedFile) else data

    def clean(self, value: Any) -> str:
        """This will draw a file anew, and look whether an address may be shown."""
        self.drawn = None
        if not isinstance(value, UploadedFile):
            return self._address(str(value or "").strip())
        if self.business is None:
            raise ValidationError(NOT_OURS)
        try:
            self.drawn = drawing.drawn(value.read(drawing.LARGEST_BYTES + 1), of=self.business.uuid, size=value.size)
        except drawing.Unusable as fault:
            raise ValidationError(str(fault), code="picture") from None
        return self.drawn.uploaded.path

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another picture is wanted."""
        return isinstance(data, UploadedFile) or pictures.stored(str(data or "").strip()) != (initial or "")

    def _address(self, typed: str) -> str:
        if own := pictures.uploaded(typed):
            if self.business is None or not kept_pictures.has(self.business, own):
                raise ValidationError(NOT_OURS)
            return own.path
        return str(forms.URLField(required=False, assume_scheme="https", max_length=LONGEST).clean(typed))


class PicturedForm(PlainForm):
    """A form whose pictures are drawn for the business whose row it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, Photo):
                field.business = business_of(self.instance)


class PicturedAdmin(PlainAdmin):
    """An admin whose form has a picture in the field `pictured`."""

    pictured = "photo_url"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save the row, keep its new picture, and drop the one that nothing shows any more."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)  # which locks the diaries, and they stay locked
            if self.pictured in form.changed_data:
                settle(business_of(obj), form.fields[self.pictured])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """This will delete the row, and the picture that nothing shows any more."""
        business = business_of(obj)
        with transaction.atomic():
            super().delete_model(request, obj)
            kept_pictures.drop_unused(business.pk)


def business_of(row: Any) -> Business:
    """This will give the business of a row, which may be the business itself."""
    return row if isinstance(row, Business) else row.business


def settle(business: Business, field: Any) -> None:
    """This will keep what a field has drawn, and drop what nothing shows any more: in the transaction of the change,
    with its diaries locked."""
    if field.drawn:
        kept_pictures.keep(business, field.drawn, now=timezone.now())
    kept_pictures.drop_unused(business.pk)
