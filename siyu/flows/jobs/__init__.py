"""Vendor calls and files, by the room whose work leaves them."""
