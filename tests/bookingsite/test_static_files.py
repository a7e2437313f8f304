"""Static files are named by their content and kept for a year; a page is served before they are collected, too."""

import json
import re

import pytest
from django.conf import settings as site
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
from django.utils.functional import empty

NAMED = re.compile(r"/static/site\.[0-9a-f]{12}\.css")


@pytest.fixture
def afresh(settings, tmp_path):
    """Nothing is collected, in a folder of the test's own."""
    settings.STATIC_ROOT = tmp_path
    staticfiles_storage._wrapped = empty
    yield settings
    staticfiles_storage._wrapped = empty


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where everything was collected."""
    return tmp_path_factory.mktemp("collected")


@pytest.fixture
def collected(afresh, folder):
    """Everything is collected."""
    afresh.STATIC_ROOT = folder
    if not list(folder.iterdir()):
        call_command("collectstatic", interactive=False, verbosity=0)
    staticfiles_storage._wrapped = empty


def test_a_page_names_them_by_their_content_and_they_are_kept_for_a_year(elm, collected):
    client = Client()
    name = NAMED.search(client.get("/book/elm/").text)[0]
    answer = client.get(name)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "max-age=31536000, public, immutable"
    assert client.get(name, headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_what_other_sites_name_keeps_its_name_and_is_kept_for_a_minute(collected):
    answer = Client().get("/static/embed.js")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=60, public")


def test_everything_that_is_named_was_collected(collected, folder):
    paths = json.loads((folder / "staticfiles.json").read_text())["paths"]
    assert {"site.css", "dashboard.css", "wizard.js", "django_htmx/htmx-2.min.js"} <= set(paths)
    assert [name for name in paths.values() if not (folder / name).exists()] == []


def test_a_page_is_served_before_and_finds_its_files_in_the_sources(elm, afresh):
    afresh.WHITENOISE_USE_FINDERS = True
    client = Client()
    page = client.get("/book/elm/")
    assert page.status_code == 200
    assert 'href="/static/site.css"' in page.text
    assert client.get("/static/site.css").status_code == 200
    assert client.get("/admin/login/").status_code == 200


def test_with_debug_on_files_are_named_as_the_sources_do(elm, afresh):
    afresh.DEBUG = True
    assert 'href="/static/site.css"' in Client().get("/book/elm/").text


def test_a_file_that_a_page_names_and_nobody_collected_is_no_error(collected):
    assert staticfiles_storage.url("made-a-moment-ago.css") == f"{site.STATIC_URL}made-a-moment-ago.css"
