"""What a person writes into their own logs."""

SECRET = "Nobody-may-find-this-again"
TODAY = "2027-03-10"
ENTRY = {"done_on": TODAY, "title": "A course", "provider": "The trust", "hours": "2.5", "reflection": SECRET}
TIME = {"held_on": TODAY, "with_role": "line manager", "agreed": SECRET, "next_on": "2027-04-10"}
