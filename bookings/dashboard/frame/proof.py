"""Who is signed in proves again who they are before what could do harm: keys, people, exports, passwords.

    @proof.needed               # before the page is shown
    @proof.needed_to_change     # before a form is taken; to look, nothing is asked

It is asked at the very address that was wanted, by password, code or passkey, and holds for some minutes. A form that
was filled in comes along and is taken once the proof is right, so that nothing is lost.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from bookings.dashboard.frame import pages, sitting, words
from businesses import factors, limits, passkeys, security_log
from businesses.models import User

MARK = "proof-for"  # in a form of ours: the method of the request that is asked about
READS = ("GET", "HEAD")
View = Callable[..., HttpResponse]


class ProofForm(forms.Form):
    """One of three is enough."""

    password = forms.CharField(
        label="Your password",
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )
    code = forms.CharField(
        label="Or a code from your app",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text="A recovery code does as well.",
    )
    credential = passkeys.Credential(required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, prefix="proof", **kwargs)
        self.user = user
        self.kinds = {each.kind for each in factors.of(user)}
        if not self.kinds:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """This will look at what was given; a wrong one says so, and too many wait."""
        given, now = super().clean() or {}, timezone.now()
        try:
            if given.get("credential"):
                right = passkeys.whose(given["credential"], user=self.user) is not None
            elif given.get("code"):
                right = factors.is_right(self.user, given["code"], now=now)
            else:
                right = self._is_password(given.get("password", ""))
        except limits.Exceeded as error:
            raise ValidationError(words.wait(error)) from None
        if not right:
            raise ValidationError("That is not right. Please try again.")
        return given

    def _is_password(self, typed: str) -> bool:
        """Whether it is the password. Raises `limits.Exceeded`."""
        limits.take(limits.PROOFS, str(self.user.pk), now=timezone.now())
        right = self.user.check_password(typed)
        if right:
            limits.forget(limits.PROOFS, str(self.user.pk))
        return right


def needed(view: View) -> View:
    """A view for which the person proves first who they are."""
    return _asking(view, to_read=True)


def needed_to_change(view: View) -> View:
    """A view that anybody who may can look at, and change by it only who proves who they are."""
    return _asking(view, to_read=False)


needed_of_method = method_decorator(needed)
needed_to_change_by_method = method_decorator(needed_to_change)


def ask(request: HttpRequest, *, to_read: bool) -> HttpResponse | None:
    """This will give the page that asks for a proof, or None: the request may go on, with its own form alone."""
    if MARK not in request.POST:
        if sitting.is_proved(request) or (request.method in READS and not to_read):
            return None
        return _page(request, ProofForm(user=request.user), for_=str(request.method))
    for_ = request.POST[MARK]
    if not sitting.is_proved(request):
        form = ProofForm(request.POST, user=request.user)
        if not form.is_valid():
            security_log.note("proof wrong", request)
            return _page(request, form, for_=for_)
        sitting.prove(request)
        security_log.note("proved again", request)
    if for_ != "POST":
        return HttpResponseRedirect(request.get_full_path())
    request.POST = _of_the_form(request.POST)  # type: ignore[assignment]
    return None


def _asking(view: View, *, to_read: bool) -> View:
    @wraps(view)
    @sensitive_post_parameters("proof-password", "proof-code")
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ask(request, to_read=to_read) or view(request, *args, **kwargs)

    return asking


def _page(request: HttpRequest, form: ProofForm, *, for_: str) -> HttpResponse:
    kept = _of_the_form(request.POST)
    context = {
        "form": form,
        "layout": pages.layout(request),
        "for": for_,
        "kept": [(name, text) for name, texts in kept.lists() for text in texts],
        "has_passkey": factors.Type.WEBAUTHN in form.kinds,
    }
    return pages.show(request, "admin/proof.html", context, title="Is it you?", status=403)


def _of_the_form(sent: QueryDict) -> QueryDict:
    """What was sent, without what is ours."""
    own = sent.copy()
    for name in list(own):
        if name.startswith("proof-") or name == "csrfmiddlewaretoken":
            del own[name]
    own._mutable = False
    return own
