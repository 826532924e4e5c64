"""Figures defined once, dashboards, downloads."""
