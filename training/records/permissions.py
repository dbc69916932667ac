"""Who revokes a certificate. It is never changed otherwise, so this is all that "change" allows."""

REVOKES = "records.change_certificate"

ROLE_PERMISSIONS = {"Portal editor": [REVOKES], "Administrator": [REVOKES]}
