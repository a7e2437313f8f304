"""Each engine's outages are tried once, in the run of that engine."""

from django.conf import settings

ON_SQLITE = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
collect_ignore_glob = ["test_postgresql_*"] if ON_SQLITE else ["test_sqlite_*"]
