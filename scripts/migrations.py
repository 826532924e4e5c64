"""Fail when a model change has no migration, or a migration is named by the machine."""

import os
import re
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "yexiao.config.settings"

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Return 1 and say what is missing, or 0."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.DATABASES["default"]["ENGINE"] = "django.db.backends.dummy"  # models and files alone are compared
    django.setup()
    try:
        call_command("makemigrations", "--check", "--dry-run")
    except SystemExit:
        print("A model changed and no migration says so: python manage.py makemigrations -n <name> <room>")
        return 1
    named_by_machine = [
        path
        for path in ROOT.glob("src/yexiao/*/migrations/0*.py")
        if re.search(r"_auto_\d{8}|_alter_.*_and_more", path.name)
    ]
    for path in named_by_machine:
        print(f"{path.relative_to(ROOT)}: name the migration by hand")
    return 1 if named_by_machine else 0


if __name__ == "__main__":
    sys.exit(main())
