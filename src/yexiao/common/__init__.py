"""What has no domain: settings helpers, database start, clock, text, web parts, job façade."""
