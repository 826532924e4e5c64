"""The room as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.places"
    label = "places"

    def ready(self) -> None:
        """Register the room's words."""
        from yexiao.places import phrases  # noqa: F401
