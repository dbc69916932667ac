"""One person for each role, and what an address answers them."""

EVERYBODY, SIGNED_IN, IN_THE_ADMIN = "srltdpa", "rltdpa", "tdpa"

PEOPLE = {
    "s": None,
    "r": "asha.mistry@ravensmoor.example.org",
    "l": "declan.roe@ravensmoor.example.org",
    "t": "tom.aldous@ambleford.example.org",
    "d": "directory.editor@ambleford.example.org",
    "p": "marguerite.osei@ambleford.example.org",
    "a": "ellen.vance@ambleford.example.org",
}


def status(signed_in, client, role, address, method="get") -> int:
    """Return the status that the person of `role` gets at `address`."""
    client.cookies.clear()
    if PEOPLE[role]:
        client = signed_in(PEOPLE[role])
    return getattr(client, method)(address).status_code
