"""Verbs of fulfilment, by what they are about."""
