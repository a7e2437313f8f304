"""The door for the web server: `gunicorn bookingsite.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookingsite.settings")
application = get_wsgi_application()
