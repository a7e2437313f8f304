"""What a guest types."""

from collections.abc import Sequence
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_bidi, gettext, gettext_lazy

from bookings import localized
from bookings.models import Booking
from bookings.wizard import asking
from bookings.wizard.journey import Journey
from businesses import forms as typed
from businesses import names, normal, phone
from businesses.models import Business
from businesses.questions import Question

LONGEST_NOTES = 2000
SHORTEST_PHONE_EXAMPLE = "+1 202-555-0185"


def _length(field: str) -> int:
    return Booking._meta.get_field(field).max_length or 0  # type: ignore[union-attr]


class Details(forms.Form):
    """Who comes. Everything typed is given back as it was when something is missing."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=_length("guest_name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name, so that we know who comes.")},
    )
    email = typed.Email(
        label=gettext_lazy("E-mail"),
        max_length=_length("guest_email"),
        help_text=gettext_lazy("For your confirmation and the link to change or cancel."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Write your e-mail address; the confirmation goes there."),
            **dict.fromkeys(
                ("invalid", "domain", "long"), gettext_lazy("Write an e-mail address such as name@example.com.")
            ),
            "before_at": gettext_lazy(
                "Before the @, an e-mail address has only the letters a to z, digits and . _ + -"
            ),
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=_length("guest_phone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    notes = asking.LongText(
        label=gettext_lazy("Anything we should know?"),
        max_length=LONGEST_NOTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = forms.CharField(  # nobody sees or reaches it; only programs fill it in
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, business: Business, questions: Sequence[Question] = ()) -> None:
        super().__init__(data, label_suffix="")
        self.business, self.questions = business, questions
        self.fields.update(asking.fields(questions))
        self.fields["email"].required = business.require_customer_email
        example = phonenumbers.example_number(business.country)
        shown = (
            phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
            if example
            else SHORTEST_PHONE_EXAMPLE
        )
        self.phone_example = localized.isolated(shown) if get_language_bidi() else shown
        hint = gettext("Only for questions about your visit. For example {example}.")
        self.fields["phone"].help_text = hint.format(example=self.phone_example)
        for name, field in self.fields.items():
            if not field.required and name in ("email", "phone", "notes"):
                field.label = gettext("{label} (optional)").format(label=field.label)

    @classmethod
    def of(cls, journey: Journey, data: Any = None) -> "Details":
        """This will give the form of a journey, with the questions of its services and what is sent; else with what
        the guest has typed before, which is nothing where they have sent none."""
        typed = journey.drafted.typed if data is None else data
        return cls(typed, business=journey.business, questions=journey.questions)

    def clean(self) -> dict[str, Any]:
        """This will add `answers`: what the questions were answered."""
        found = super().clean() or self.cleaned_data
        return found | {"answers": asking.answers(self.questions, found)}

    def clean_name(self) -> str:
        """This will give the name on one line."""
        name = normal.line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"], code="required")
        if names.fault(name):
            words = gettext("Write only your name: no web or e-mail address, no phone number, at most {count} words.")
            raise ValidationError(words.format(count=names.MOST_WORDS), code="no_name")
        return name

    def clean_phone(self) -> str:
        """This will give the number in E.164, with its extension; a national one is the business's country's."""
        typed = normal.line(self.cleaned_data["phone"])
        if not typed:
            return ""
        number = phone.to_dial(typed, self.business.country)
        if not number:
            words = gettext("Write a phone number such as {example}, or one that begins with + and the country code.")
            raise ValidationError(words.format(example=self.phone_example), code="invalid")
        return number

    def clean_notes(self) -> str:
        """This will give the notes with their line breaks and without other control characters."""
        return normal.lines(self.cleaned_data["notes"])

    def clean_website(self) -> str:
        """This will refuse what a program filled in: nobody sees this field."""
        if self.cleaned_data["website"]:
            raise ValidationError(gettext("Leave the last field empty; it is a trap for programs."), code="program")
        return ""

    @property
    def phone_shown(self) -> str:
        """The number as it was understood, in its international form."""
        number = self.cleaned_data.get("phone", "")
        if not number:
            return ""
        parsed = phonenumbers.parse(number)
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Everything that was typed, to be kept until the form is shown again."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was typed, for the hidden fields that carry it to the next page; the trap stays behind."""
        asked = [name for question in self.questions if (name := asking.name_of(question)) in self.data]
        return [(name, self.data.get(name, "")) for name in ("name", "email", "phone", "notes", *asked)]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the questions."""
        return [self[asking.name_of(question)] for question in self.questions]
