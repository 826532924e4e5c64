"""The room as a Django app."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.learning"
    label = "learning"

    def ready(self) -> None:
        """Register the room's words."""
        from yexiao.learning import phrases

        phrases.register()
