"""Pages on which readers take part."""
