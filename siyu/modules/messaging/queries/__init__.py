"""Every SELECT of messaging."""
