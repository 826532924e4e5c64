"""Accounts, sign-in, roles with territory, organisations, consent."""
