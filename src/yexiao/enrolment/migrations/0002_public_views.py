"""The ledger's lines are never changed; what rooms above may read."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION enrolment_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER enrolment_ledger_is_append_only BEFORE UPDATE OR DELETE ON enrolment_move
    FOR EACH ROW EXECUTE FUNCTION enrolment_refuse_change();
CREATE TRIGGER enrolment_fee_lines_are_append_only BEFORE UPDATE OR DELETE ON enrolment_feeline
    FOR EACH ROW EXECUTE FUNCTION enrolment_refuse_change();
"""
VIEWS = """
CREATE VIEW enrolment_public_pools AS
    SELECT p.section_id, p.opening_id, p.capacity, p.taken, p.offered, p.waiting,
        CASE WHEN p.is_cancelled THEN 0 ELSE greatest(p.capacity - p.taken - p.offered - p.waiting, 0) END AS free,
        o.policy, o.opens_at, o.closes_at, o.state AS opening_state
    FROM enrolment_pool p JOIN enrolment_opening o ON o.id = p.opening_id;
CREATE VIEW enrolment_public_seats AS
    SELECT id AS seat_id, section_id, account_id, state, decided_at FROM enrolment_seat;
CREATE VIEW enrolment_public_fees AS
    SELECT f.seat_id, s.section_id, s.account_id, f.amount_fen, f.kind, f.at
    FROM enrolment_feeline f JOIN enrolment_seat s ON s.id = f.seat_id;
"""
UNDO_APPEND_ONLY = """
DROP TRIGGER enrolment_ledger_is_append_only ON enrolment_move;
DROP TRIGGER enrolment_fee_lines_are_append_only ON enrolment_feeline;
DROP FUNCTION enrolment_refuse_change;
"""
UNDO_VIEWS = "DROP VIEW enrolment_public_pools, enrolment_public_seats, enrolment_public_fees;"


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO_APPEND_ONLY),
        migrations.RunSQL(VIEWS, UNDO_VIEWS),
    ]
