"""The directory in other forms: cards for a phone's contacts, cells of a spreadsheet."""
