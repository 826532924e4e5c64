"""Common's two tables are made by its migrations and reached by SQL alone; there is no model."""
