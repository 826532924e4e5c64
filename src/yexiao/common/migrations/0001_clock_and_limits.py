"""The clock's offset for demonstrations, and the counters of rate limits."""

from django.db import migrations

CLOCK = """
CREATE TABLE common_clock (
    is_row boolean PRIMARY KEY DEFAULT true CONSTRAINT common_one_clock CHECK (is_row),
    ahead interval NOT NULL DEFAULT '0'
);
INSERT INTO common_clock DEFAULT VALUES;
CREATE FUNCTION common_clock_offset() RETURNS interval LANGUAGE sql STABLE
AS 'SELECT coalesce((SELECT ahead FROM common_clock), ''0''::interval)';
"""
LIMITS = """
CREATE UNLOGGED TABLE common_limit (
    name text NOT NULL,
    subject bytea NOT NULL,
    window_start timestamptz NOT NULL,
    hits integer NOT NULL,
    PRIMARY KEY (name, subject, window_start)
);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(CLOCK, "DROP FUNCTION common_clock_offset; DROP TABLE common_clock;"),
        migrations.RunSQL(LIMITS, "DROP TABLE common_limit;"),
    ]
