"""Root URLs, home pages per role, the demonstration city, the command line."""
