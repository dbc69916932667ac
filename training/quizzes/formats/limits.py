"""How much a file may hold."""

MEGABYTE = 1024 * 1024
MOST_BYTES = {"gift": 2 * MEGABYTE, "moodle-xml": 5 * MEGABYTE}  # XML may hold pictures
MOST_QUESTIONS = 2000  # of one file
MOST_OPTIONS = 200  # of one question
MOST_PROBLEMS = 500  # that are told one by one
LONGEST_NAME = 255  # as in Moodle
LONGEST_TAG = 255
LONGEST_COMMENT = 4000  # of a line, to look for ids and tags in
LONGEST_TEXT = 50_000
MOST_BRACKETS = 300  # of a text in Markdown: its links take time that grows with their square
