"""The read-only views that rooms above may join."""

from django.db import migrations

SECTIONS = """
CREATE VIEW catalogue_public_sections AS
SELECT section.id AS section_id, section.season_id, section.course_id, section.room_id, section.lecturer_id,
       section.code, section.path, section.weekday, section.capacity, section.fee_kind, section.fee_fen,
       section.market_price_fen, section.state, span.first_starts_at, span.last_ends_at,
       course.title AS course_title, course.title_en AS course_title_en,
       course.search AS course_search, course.pinyin AS course_pinyin
FROM catalogue_section AS section
JOIN catalogue_course AS course ON course.id = section.course_id
CROSS JOIN LATERAL (
    SELECT min(lower(during)) AS first_starts_at, max(upper(during)) AS last_ends_at
    FROM catalogue_meeting AS meeting
    WHERE meeting.section_id = section.id AND meeting.state <> 'cancelled'
) AS span
"""
MEETINGS = """
CREATE VIEW catalogue_public_meetings AS
SELECT meeting.id AS meeting_id, meeting.section_id, section.season_id, meeting.room_id, meeting.lecturer_id,
       meeting.number, lower(meeting.during) AS starts_at, upper(meeting.during) AS ends_at,
       meeting.state, section.path, meeting.during, meeting.revision
FROM catalogue_meeting AS meeting JOIN catalogue_section AS section ON section.id = meeting.section_id
"""
COURSE_SKILLS = """
CREATE VIEW catalogue_public_course_skills AS
SELECT link.course_id, link.skill_id, skill.slug AS skill_slug
FROM catalogue_course_skills AS link JOIN catalogue_skill AS skill ON skill.id = link.skill_id
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        migrations.RunSQL(SECTIONS, "DROP VIEW catalogue_public_sections"),
        migrations.RunSQL(MEETINGS, "DROP VIEW catalogue_public_meetings"),
        migrations.RunSQL(COURSE_SKILLS, "DROP VIEW catalogue_public_course_skills"),
    ]
