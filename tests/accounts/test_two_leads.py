"""Two leads of a school who end each other's membership at the same moment: one of them stays."""

import threading

from portal.accounts import memberships, roles
from portal.accounts.memberships import current
from tests.factories.accounts import SchoolFactory, UserFactory


def test_two_leads_who_end_each_other_leave_one(at_once):
    school = SchoolFactory(name="Meadow School")
    leads = [UserFactory(role=roles.SCHOOL_LEAD, school=school) for _ in range(2)]
    ready = threading.Barrier(2)

    def end(person) -> bool:
        membership = current(person=person).get()
        ready.wait()
        try:
            memberships.leave(membership)
        except memberships.LastLeadError:
            return False
        return True

    ended = [one.result() for one in [at_once(end, person) for person in leads]]
    assert sorted(ended) == [False, True]
    assert current(school=school, lead=True).count() == 1
