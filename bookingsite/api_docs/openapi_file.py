"""The OpenAPI file of a dialect, made of its views."""

import json
import threading
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

from bookings.dialects import introduced
from bookings.dialects.about import About

_one_at_a_time = threading.Lock()  # the generator's settings are the process's
_cached: dict[str, dict[str, Any]] = {}


def of(about: About) -> dict[str, Any]:
    """This will give the file as plain values; it is made once."""
    with _one_at_a_time:
        if about.name not in _cached:
            _cached[about.name] = _made(about)
        return _cached[about.name]


def text(about: About) -> str:
    """This will give the file as it is kept in docs/openapi."""
    return json.dumps(of(about), indent=2, ensure_ascii=False, default=str) + "\n"


def _made(about: About) -> dict[str, Any]:
    told = {
        "TITLE": about.title,
        "DESCRIPTION": about.summary,
        "VERSION": "1.0.0",
        "OAS_VERSION": "3.1.0",
        "COMPONENT_SPLIT_PATCH": False,  # else what a PATCH must have would not be told
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    }
    with patched_settings(told):
        return SchemaGenerator(patterns=introduced.endpoints(about.name)).get_schema(request=None, public=True)
