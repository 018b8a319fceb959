"""What loyalty decides, from values alone."""
