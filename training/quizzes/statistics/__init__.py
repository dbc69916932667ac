"""What attempts say of a quiz and its questions: Moodle's figures, over versions that ask the same."""
