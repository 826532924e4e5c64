"""Openings, seats, draws, waiting lists, one append-only ledger."""
