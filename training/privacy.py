"""Pages name who keeps them right, made them or has locked them. What is typed into a sheet is not kept."""

from portal.accounts.privacy import RecordsNamingPeople

_records = RecordsNamingPeople("training", "So that every page has someone who answers for it")

describe = _records.describe
export = _records.export
erase = _records.erase
over = _records.over
