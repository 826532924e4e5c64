"""What other rooms may join of a person: no name, no phone; situation and decade only with consent."""

from django.db import migrations

PROFILE = """
CREATE VIEW people_public_profile AS
SELECT account.id AS account_id, account.is_active, account.session_epoch, account.home_path, account.language,
    CASE WHEN consent.id IS NULL THEN '' ELSE account.situation END AS situation,
    CASE WHEN consent.id IS NOT NULL THEN account.birth_decade END AS birth_decade,
    account.created_at
FROM people_account AS account
LEFT JOIN people_consent AS consent
    ON consent.account_id = account.id AND consent.purpose = 'figures' AND consent.withdrawn_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(PROFILE, "DROP VIEW people_public_profile;")]
