"""Siyu 私域: a retailer's private-domain traffic pool in one program."""

__version__ = "0.1.0"
