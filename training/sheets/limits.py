"""How large a sheet and what is typed into it may be, so that every output stays quick."""

MOST_ROWS = 40
MOST_COLUMNS = 8
MOST_CHOICES = 12
MOST_BUTTONS = 6  # choices of a field that are shown side by side; more become a list to pick from
MOST_BUTTONS_IN_A_BOX = 4  # of a table
LONGEST_IN_A_BOX = 24  # letters of a choice
MOST_LETTERS_IN_A_BOX = 6  # of all choices together, such as 1 to 5: these are shown, however many
MOST_LINES = 12
MOST_CELLS = 500  # of one sheet
MOST_POINTS = 10  # of a rating

# Of one answer. A page of A4 holds about 3,000 characters.
SHORT_ANSWER = 200
LONG_ANSWER = 4_000
ALL_ANSWERS = 60_000
