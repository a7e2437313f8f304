"""The door for the web server, which `gunicorn.conf.py` describes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookingsite.settings")
application = get_wsgi_application()

from bookingsite import serving  # noqa: E402 - the applications are known only now
from businesses import limits  # noqa: E402

serving.begin()
limits.of_guests()  # a mistake in GUEST_LIMITS stops the start, not a guest
