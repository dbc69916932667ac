"""The files under demo/ keep their promises: closed lists, references, dates, numbers, our own words."""
