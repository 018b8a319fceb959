"""Doors, by who knocks."""
