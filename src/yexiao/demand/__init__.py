"""Wishes of residents and needs of employers."""
