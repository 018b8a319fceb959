"""The outside world: one complete folder per vendor."""
