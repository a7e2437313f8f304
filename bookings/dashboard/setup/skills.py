"""What a person does: one table of all services, with the person's own lengths and prices."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from unfold import widgets

from bookings.dashboard.frame.plain import limit
from businesses import money
from businesses.forms import Amount
from businesses.models import Service, Skill, StaffMember

FIELDS = ("does_", "length_", "price_")


class Row(NamedTuple):
    """A service in the table, with its three fields."""

    service: Service
    does: forms.BoundField
    length: forms.BoundField
    price: forms.BoundField


class Skills:
    """The table of a form: adds three fields a service to it, and writes what was ticked."""

    def __init__(self, form: forms.BaseForm, person: StaffMember) -> None:
        self.form, self.person = form, person
        # what is switched off is not asked about, and stays as it is
        active = Service.objects.filter(business=person.business).active().select_related("category")
        self.services = sorted(active, key=_by_category)
        known = Skill.objects.filter(staff=person) if person.pk else Skill.objects.none()
        self.before = {skill.service_id: skill for skill in known}
        for service in self.services:
            self._add_fields(service)

    def _add_fields(self, service: Service) -> None:
        skill = self.before.get(service.pk)
        does = forms.BooleanField(
            label=f"Does {service}", required=False, initial=skill is not None, widget=widgets.UnfoldBooleanWidget
        )
        length = forms.IntegerField(
            label=f"Own length for {service}, in minutes",
            required=False,
            initial=skill.duration_minutes if skill else None,
            widget=widgets.UnfoldAdminIntegerFieldWidget({"placeholder": service.duration_minutes}),
        )
        usual, currency = service.price, self.person.business.currency
        price = Amount(
            label=f"Own price for {service}",
            required=False,
            initial=skill.price if skill else None,
            widget=widgets.UnfoldAdminDecimalFieldWidget(
                {"placeholder": "" if usual is None else money.written(usual, currency)}
            ),
        )
        price.in_currency(currency)
        limit(length, 1, 1440)
        if service.phases:  # and takes as long with everybody; what was typed before can be taken out
            length.widget.attrs["placeholder"] = "as usual"
            length.validators.append(_refuse_own_length)
        limit(price, 0, None)
        for name, field in (("does", does), ("length", length), ("price", price)):
            field.widget.attrs["aria-label"] = field.label
            self.form.fields[f"{name}_{service.pk}"] = field

    @property
    def categories(self) -> Iterator[tuple[str, list[Row]]]:
        """The rows of the table by category, in the order that guests see."""
        table: dict[str, list[Row]] = {}
        for service in self.services:
            fields = (self.form[f"{name}_{service.pk}"] for name in ("does", "length", "price"))
            table.setdefault(service.category.name if service.category else "", []).append(Row(service, *fields))
        yield from table.items()

    def check(self) -> None:
        """This will ask what was meant when a length or price was typed and nothing ticked."""
        changed, data = set(self.form.changed_data), self.form.cleaned_data
        for key in (service.pk for service in self.services):
            typed = [
                name for name in (f"length_{key}", f"price_{key}") if name in changed and data.get(name) is not None
            ]
            if typed and key not in self.before and not data.get(f"does_{key}"):
                self.form.add_error(f"does_{key}", "Tick it, too, or leave length and price empty.")

    def save(self) -> None:
        """This will write the lines of the table that were changed. The caller has the diaries locked."""
        person, data = self.person, self.form.cleaned_data
        changed = {int(name.rpartition("_")[2]) for name in self.form.changed_data if name.startswith(FIELDS)}
        ticked = {key for key in changed if data[f"does_{key}"]}
        Skill.objects.filter(staff=person, service__in=changed - ticked).delete()
        rows = {skill.service_id: skill for skill in Skill.objects.filter(staff=person, service__in=ticked)}
        for key in ticked:
            skill = rows.setdefault(key, Skill(business=person.business, staff=person, service_id=key))
            skill.duration_minutes, skill.price = data[f"length_{key}"], data[f"price_{key}"]
        Skill.objects.bulk_create([skill for skill in rows.values() if skill.pk is None])
        Skill.objects.bulk_update([skill for skill in rows.values() if skill.pk], ["duration_minutes", "price"])


def _refuse_own_length(minutes: int) -> None:
    raise ValidationError("This service has phases, and takes as long with everybody. Leave this empty.")


def _by_category(service: Service) -> tuple[Any, ...]:
    category = service.category
    heading = (category.position, category.pk) if category else (float("inf"), 0)
    return (*heading, service.position, service.pk)
