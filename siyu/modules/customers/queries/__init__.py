"""Every SELECT of the room."""
