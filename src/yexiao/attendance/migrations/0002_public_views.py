"""What rooms above may join, and remarks that nobody can change."""

from django.db import migrations

MARKS = """
CREATE VIEW attendance_public_marks AS
SELECT mark.meeting_id, meeting.section_id, mark.account_id, mark.kind, mark.marked_at
FROM attendance_mark AS mark JOIN catalogue_public_meetings AS meeting ON meeting.meeting_id = mark.meeting_id
"""
APPEND_ONLY = """
CREATE FUNCTION attendance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER attendance_remarks_are_append_only BEFORE UPDATE OR DELETE ON attendance_remark
    FOR EACH ROW EXECUTE FUNCTION attendance_refuse_change();
"""
UNDO_APPEND_ONLY = """
DROP TRIGGER attendance_remarks_are_append_only ON attendance_remark;
DROP FUNCTION attendance_refuse_change;
"""


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial"), ("catalogue", "0002_public_views")]
    operations = [
        migrations.RunSQL(MARKS, "DROP VIEW attendance_public_marks"),
        migrations.RunSQL(APPEND_ONLY, UNDO_APPEND_ONLY),
    ]
