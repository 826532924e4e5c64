"""The room as a Django app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Register the room's words."""
        from yexiao.catalogue import phrases  # noqa: F401
