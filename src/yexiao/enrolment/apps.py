"""The room as a Django app."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        """Register the words of refusals and messages, and hear of changed sections."""
        from yexiao.catalogue import api as catalogue
        from yexiao.enrolment import _changes, _tidings, phrases

        phrases.register_words()
        _tidings.register_words()
        catalogue.listen(_changes.on_section_changed)
