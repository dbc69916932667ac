"""Questions as text files: GIFT and Moodle XML, read and written. Nothing here knows of pages or models.

`reading.read` takes the bytes of a file and gives a `Report`; `gift.write` and `moodle_xml.write` take
questions. `question.py` says what a question is.
"""
