"""Read the files of a demonstration, and write them through the models: one module for each kind of file."""
