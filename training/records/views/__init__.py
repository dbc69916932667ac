"""Pages for what is kept: programmes, and one's own copies of sheets."""
