"""Services, agencies and rules name the person who keeps them right, or who checked them."""

from portal.accounts.privacy import RecordsNamingPeople

_records = RecordsNamingPeople("directory", "So that every entry has someone who answers for it")

describe = _records.describe
export = _records.export
erase = _records.erase
expire = _records.expire
