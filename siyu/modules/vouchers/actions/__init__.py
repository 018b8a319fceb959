"""Verbs of vouchers."""
