"""What loyalty speaks in."""
