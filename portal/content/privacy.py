"""Areas and guidance name the person who keeps them right."""

from portal.accounts.privacy import RecordsNamingPeople

_records = RecordsNamingPeople("content", "So that every published fact has someone who answers for it")

describe = _records.describe
export = _records.export
erase = _records.erase
expire = _records.expire
