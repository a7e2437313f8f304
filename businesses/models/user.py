"""People who sign in to the dashboard."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from businesses.models.fields import Email


class User(AbstractUser):
    """A person who signs in; which businesses they work in is said by their memberships."""

    email = Email("email address", blank=True)
    password_once = models.BooleanField(
        default=False, editable=False, help_text="The password opens the page on which another one is chosen, once"
    )
    link_shown = models.BooleanField(
        default=False,
        editable=False,
        help_text="Somebody else saw a link that sets this password, and its user answered none by mail since",
    )
