"""Whom the business knows."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe
from unfold.decorators import display

from bookings.dashboard.frame import proof
from bookings.dashboard.frame.kept import KeptAdmin
from bookings.dashboard.frame.plain import PlainForm
from bookings.dashboard.setup import card, erasing, handing_out, merging
from businesses import diary, phone
from businesses.customers import narrowed, settle, with_emails
from businesses.models import Customer


class CustomerForm(PlainForm):
    """A person whom the business knows."""

    class Meta:
        model = Customer
        exclude = ()
        labels = {"email": "E-mail", "home_phone": "Home phone", "blocked": "Blocked"}
        help_texts = {
            "email": "How a guest who books is known again. Each address belongs to one customer.",
            "phone": "With or without the country's number: +49 30 1234567 or 030 1234567.",
            "home_phone": "A second number, if there is one.",
            "blocked": "On: nobody can book with this e-mail address or phone number. You still can, for them.",
        }

    def clean(self) -> dict[str, Any]:
        """This will ask for something to know them by, and see that nobody else has the address."""
        found = super().clean() or self.cleaned_data
        if not any(found.get(name) for name in ("first_name", "last_name", "email", "phone")):
            self.add_error("first_name", "Write a name, an e-mail address or a phone number.")
        if email := found.get("email"):
            others = Customer.objects.filter(business=self.instance.business).exclude(pk=self.instance.pk)
            if other := with_emails(others, [email]).first():
                self.add_error("email", f"This is the address of {other} already.")
        return found


@admin.register(Customer)
class CustomerAdmin(KeptAdmin):
    """Whom the business knows; those who were merged into another or erased are not listed."""

    form = CustomerForm
    instead = "Block them if they should not book again."
    list_display = ("called", "email", "phone", "is_blocked")
    list_per_page = 50
    list_display_links = None  # a name leads to the card
    list_filter = ("blocked",)
    search_fields = ("folded",)
    search_help_text = "Name, e-mail or phone"
    actions = ("merge", "block", "unblock")
    fieldsets = (
        ("Who it is", {"fields": ("first_name", "last_name", "email", "phone", "home_phone", "address")}),
        ("May book", {"fields": ("blocked",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those who are still somebody."""
        return super().get_queryset(request).current()  # type: ignore[attr-defined, no-any-return]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The people who have every word in their names, their e-mail or their phone."""
        return narrowed(queryset, search_term), False

    @display(description="name", ordering="last_name")
    def called(self, customer: Customer) -> str:
        """The name, or what else they are known by."""
        called = customer.full_name or customer.email or customer.phone or "Guest"
        card_page = reverse("admin:businesses_customer_card", args=[customer.pk])
        return format_html('<a class="link-name" href="{}">{}</a>', card_page, called)

    @display(description="may book", label={"blocked": "danger", "yes": "success"})
    def is_blocked(self, customer: Customer) -> str:
        """Whether they may book."""
        return "blocked" if customer.blocked else "yes"

    def get_urls(self) -> list[Any]:
        """The card of somebody, and the pages on which something is done about them."""
        view = self.admin_site.admin_view
        return [
            path("<int:key>/card/", view(require_safe(self.card_view)), name="businesses_customer_card"),
            path("<int:key>/block/", view(require_POST(self.block_view)), name="businesses_customer_block"),
            path("<int:key>/merge/", view(self.merge_view), name="businesses_customer_merge"),
            path("<int:key>/export/", view(self.export_view), name="businesses_customer_export"),
            path("<int:key>/erase/", view(self.erase_view), name="businesses_customer_erase"),
            *super().get_urls(),
        ]

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Back to the card."""
        return [("Everything about them", reverse("admin:businesses_customer_card", args=[obj.pk]))]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Whoever saved sees the card again, unless they go on with the form."""
        answer = super().response_change(request, obj)
        goes_on = {"_continue", "_addanother", "_saveasnew"} & set(request.POST)
        return answer if goes_on else HttpResponseRedirect(reverse("admin:businesses_customer_card", args=[obj.pk]))

    def card_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The card of somebody: what is known of them, and what can be done."""
        return self.led_there(request, str(key)) or card.show(request, self._person(request, key))

    def block_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """This will let somebody book no more, or again, as the button says."""
        person = self._person(request, key)
        self._set_blocked(request, self.get_queryset(request).filter(pk=key), blocked="blocked" in request.POST)
        return HttpResponseRedirect(reverse("admin:businesses_customer_card", args=[person.pk]))

    def merge_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Two who are the same person become one."""
        return merging.merge(request, self._person(request, key), self)

    @proof.needed_of_method
    def export_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Everything about somebody leaves the house."""
        return handing_out.hand_out(request, self._person(request, key), self)

    @proof.needed_of_method
    def erase_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """What is erased does not come back."""
        return erasing.erase(request, self._person(request, key), self)

    def _person(self, request: HttpRequest, key: int) -> Customer:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=key)

    def derive(self, obj: Any) -> tuple[str, ...]:
        """This will keep what the customer is known and found by beside what was typed."""
        obj.phone_e164 = phone.to_e164(obj.phone, obj.business.country)
        settle(obj)
        return ("phone_e164", "identity", "folded")

    @proof.needed_of_method
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What is deleted does not come back."""
        return super().delete_view(request, *args, **kwargs)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """This will delete the customer, unless a booking is being taken for them just now."""
        with transaction.atomic():
            diary.lock(business_id=obj.business_id, customers=[obj.pk])
            Customer.objects.filter(merged_into=obj).delete()  # else they would be somebody again
            super().delete_model(request, obj)

    @admin.action(description="Merge two", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        """This will lead to the page that shows two customers side by side."""
        two = [row.pk for row in queryset.order_by("pk")[:3]]
        if len(two) != 2:
            self.message_user(request, "Choose two customers to merge, no more and no fewer.", messages.WARNING)
            return None
        return HttpResponseRedirect(merging.address(*two))

    @admin.action(description="Block", permissions=["change"])
    def block(self, request: HttpRequest, queryset: QuerySet[Customer]) -> None:
        """This will let the chosen customers book no more."""
        self._set_blocked(request, queryset, blocked=True)

    @admin.action(description="Unblock", permissions=["change"])
    def unblock(self, request: HttpRequest, queryset: QuerySet[Customer]) -> None:
        """This will let the chosen customers book again."""
        self._set_blocked(request, queryset, blocked=False)

    def _set_blocked(self, request: HttpRequest, queryset: QuerySet[Customer], *, blocked: bool) -> None:
        changed = []
        for customer in queryset.filter(blocked=not blocked):
            Customer.objects.filter(pk=customer.pk).update(blocked=blocked)
            self.log_change(request, customer, "Blocked." if blocked else "Unblocked.")
            changed.append(str(customer))
        words = "Blocked" if blocked else "May book again"
        self.message_user(request, f"{words}: {', '.join(changed) or 'nobody new'}.", messages.SUCCESS)
