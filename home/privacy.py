"""Pages name the person who keeps them right, made them or has locked them."""

from portal.accounts.privacy import RecordsNamingPeople

_records = RecordsNamingPeople("home", "So that every page has someone who answers for it")

describe = _records.describe
export = _records.export
erase = _records.erase
over = _records.over
