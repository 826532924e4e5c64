"""The read-only views that rooms above may join."""

from django.db import migrations

UNITS = r"""
CREATE VIEW places_public_units AS
SELECT path, level, name, name_en, pinyin,
       coalesce(substring(path FROM '^[^/]+/[^/]+'), '') AS district_path,
       coalesce(substring(path FROM '^[^/]+/[^/]+/[^/]+'), '') AS street_path
FROM places_unit
"""
ROOMS = r"""
CREATE VIEW places_public_rooms AS
SELECT room.id AS room_id, venue.id AS venue_id, venue.slug AS venue_slug,
       venue.name AS venue_name, venue.name_en AS venue_name_en,
       room.name AS room_name, room.name_en AS room_name_en, room.capacity, venue.path,
       coalesce(substring(venue.path FROM '^[^/]+/[^/]+'), '') AS district_path,
       coalesce(substring(venue.path FROM '^[^/]+/[^/]+/[^/]+'), '') AS street_path,
       venue.lat, venue.lon
FROM places_room AS room JOIN places_venue AS venue ON venue.id = room.venue_id
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [
        migrations.RunSQL(UNITS, "DROP VIEW places_public_units"),
        migrations.RunSQL(ROOMS, "DROP VIEW places_public_rooms"),
    ]
