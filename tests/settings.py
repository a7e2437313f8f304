"""The product's settings with a watch on N+1 queries: a request that loads related rows one by one fails its test."""

from bookingsite.settings import *  # noqa: F403 - everything as it is, and one thing more
from bookingsite.settings import INSTALLED_APPS, MIDDLEWARE, VAR_DIR

INSTALLED_APPS = ["zeal", *INSTALLED_APPS]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]

# Where nobody collects anything: pages name static files as the sources do, whatever this machine has served before.
STATIC_ROOT = VAR_DIR / "test_static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = False  # `live_server` has them; every client would look through all of them

API_CALLS_WRITTEN_EVERY = 0  # by no timer: a test writes them itself, or leaves them
PERMITS_GIVEN_BACK_EVERY = 0  # nor are permits given back
ZEAL_ALLOWLIST = [
    {"model": "businesses.Session", "field": "*"},  # Django reads it anew when somebody signs in
    {"model": "bookings.Appointment", "field": "get()"},  # read anew under its locks, and by each who joins it
]
