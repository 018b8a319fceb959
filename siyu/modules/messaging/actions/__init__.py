"""Verbs of messaging."""
