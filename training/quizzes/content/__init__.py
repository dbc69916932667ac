"""What a version of a quiz holds: plain JSON, made of blocks once and read for ever after."""
