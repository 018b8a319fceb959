"""Every SELECT of the catalog."""
