"""The directory's public pages, a module for each thing that a reader does."""
