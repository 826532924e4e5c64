"""What rooms above may join: feedback without its comments."""

from django.db import migrations

FEEDBACK = """
CREATE VIEW learning_public_feedback AS
SELECT section_id, account_id, stars, uses_at_work, said_at FROM learning_feedback
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]
    operations = [migrations.RunSQL(FEEDBACK, "DROP VIEW learning_public_feedback")]
