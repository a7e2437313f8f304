"""People who sign in to the dashboard."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in; which businesses they work in is said by their memberships."""
