"""What a browser's session keeps, and whose it is."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """As Django's own, with its user beside it, so that a person's sessions can be listed and ended.

    What else is told of one (since when, from where, by what) is in its data, which is read with it anyway.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta(AbstractBaseSession.Meta):
        pass

    def __str__(self) -> str:
        return f"Session of {self.user_id or 'nobody'}"  # the key would open it
