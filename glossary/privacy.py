"""Each term names the person who keeps it right."""

from portal.accounts.privacy import RecordsNamingPeople

_records = RecordsNamingPeople("glossary", "So that every definition has someone who answers for it")

describe = _records.describe
export = _records.export
erase = _records.erase
over = _records.over
