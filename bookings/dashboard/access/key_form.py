"""What an owner chooses for a key: what it may do, and on which websites."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold import widgets

from bookings.dashboard.frame.plain import Lines
from businesses import api_access, api_rights, customers
from businesses.models import ApiKey, Business, Customer, Rights, Scope

OVERLAPS = {1: "One day", 7: "One week", 30: "30 days"}
SCOPES = {
    Scope.READ: "See what you offer and when you are free",
    Scope.BOOK: "Book for guests",
    Scope.MANAGE: "See, change and cancel bookings: it reads your guests' names, e-mails and phone numbers",
}
CAN = {
    Scope.READ: "read your times",
    Scope.BOOK: "book for you",
    Scope.MANAGE: "read, change and cancel your bookings",
}

CAN_FOR_ONE = {
    Scope.READ: "read your times",
    Scope.BOOK: "book for {customer}",
    Scope.MANAGE: "read and cancel what {customer} has booked",
}


def can(key: ApiKey) -> str:
    """This will say what somebody can do who has a key."""
    words = CAN if key.customer is None else CAN_FOR_ONE
    *most, last = [words[Scope(scope)].format(customer=key.customer) for scope in key.rights.scopes]
    return f"{', '.join(most)} and {last}" if most else last


def read_site(line: str) -> str:
    """This will read one website, or raise `ValidationError`."""
    try:
        return api_rights.site(line)
    except api_access.Refused as refusal:
        raise ValidationError(refusal.words) from None


class SitesForm(forms.Form):
    """On which websites a key works."""

    sites = Lines(
        read=read_site,
        label="Websites that may use it",
        help_text="For a key inside the pages of a website: https://www.example.com, one a line. Browsers on any other "
        "site are refused. Empty: on any site. This keeps other people's websites from using your key. A program that "
        "is no browser can name any site it likes, so a key that everybody can see should neither see nor cancel "
        "bookings.",
    )
    sites_only = forms.BooleanField(
        label="Refuse requests that name no website",
        required=False,
        help_text="Tick it when only browsers use this key. Programs on a server name no website as a rule.",
    )

    def clean(self) -> dict[str, Any]:
        """This will see that what was chosen makes sense together."""
        found = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.rights = self.chosen(found)
            except api_access.Refused as refusal:
                raise ValidationError(refusal.words) from None
        return found

    rights: Rights

    def chosen(self, found: dict[str, Any]) -> Rights:
        """The rights of it; raises `api_access.Refused`."""
        scopes = found.get("scopes", Scope.values)
        return api_rights.rights(scopes, found.get("sites", ()), sites_only=found.get("sites_only", False))


class KeyForm(SitesForm):
    """A new key: everything that its API needs, unless less is chosen."""

    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        choices=[(str(scope), words) for scope, words in SCOPES.items()],
        initial=Scope.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that the key may do."},
    )
    customer = forms.EmailField(
        label="The e-mail of the customer whose key it is",
        required=False,
        widget=widgets.UnfoldAdminEmailInputWidget,
        help_text="Leave it empty for a key of your own, which enters bookings as your team does. With it the key "
        "books for that customer as a guest does, reads and cancels what they have, and opens nothing else.",
    )
    field_order = ("customer", "scopes", "sites", "sites_only")

    def __init__(self, *args: Any, business: Business, dialect: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.business = business
        if dialect not in api_rights.FOR_CUSTOMERS:
            del self.fields["customer"]
        if dialect not in api_rights.IN_BROWSERS:
            del self.fields["sites"], self.fields["sites_only"]

    def clean_customer(self) -> Customer | None:
        """This will find the customer; none is named, and it is the business's own key."""
        email = self.cleaned_data["customer"]
        found = customers.match(self.business, email=email, phone="") if email else None
        if email and found is None:
            raise ValidationError("You have no customer with this e-mail. Add them under Customers first.")
        return found


class RotateForm(forms.Form):
    """How long the old key works beside the new one."""

    days = forms.TypedChoiceField(
        label="How long does the old key still work?", choices=list(OVERLAPS.items()), coerce=int, initial=1
    )
