"""The outside world's formats: calendar feeds and the read API."""
