"""Settings, root URLs and the two server entry points."""
