"""What the room can be asked."""
