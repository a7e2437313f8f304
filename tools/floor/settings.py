"""The product's settings with two addresses more, so that floor and product are answered by the same processes."""

from bookingsite.settings import *  # noqa: F403 - everything as it is, but for the map

ROOT_URLCONF = "floor.urls"
