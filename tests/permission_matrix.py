"""The rows of the permission matrix: who gets in at every address of ours, and in every table of the admin.

A row names the roles that get in: s(igned out) r(eader) l(ead of a school) t(rainer) d(irectory editor)
p(ortal editor) a(dministrator). Everybody else is sent to sign in, sent away, or told that there is nothing.
`test_permissions.py` opens each; an address without a row fails there.
"""

from tests.roles import EVERYBODY, IN_THE_ADMIN, SIGNED_IN

PUBLIC = {
    "directory:my_school": "rl",
    "directory:my_school_seen": "",  # only with POST, by the school's lead: tests/directory
    "directory:my_school_*": "l",
    "directory:*": EVERYBODY,
    "content:theme": EVERYBODY,
    "content:tag": EVERYBODY,
    "content:guidance*": EVERYBODY,
    "glossary:*": EVERYBODY,
    "hub:add_comment": SIGNED_IN,
    "hub:remove_comment": "r",  # who wrote it
    "hub:report_comment": SIGNED_IN,
    "hub:contribute_check": "",  # only with something written: tests/hub
    "hub:contribute_step": SIGNED_IN,
    "hub:contributions": SIGNED_IN,
    "hub:change_contribution": "r",  # who sent it
    "hub:*": EVERYBODY,
    "hub_from_readers:index": IN_THE_ADMIN,
    "hub_from_readers:decide": "",  # only with POST: tests/hub
    "training:keep_*": "",  # only with POST: tests/training
    "training:programmes": SIGNED_IN,
    "training:kept_programme": "rl",  # whose school shares it
    "training:delete_programme": "rl",  # who made it, and the lead
    "training:copies": SIGNED_IN,
    "training:copy": "r",  # who filled it in, and nobody else
    "training:copy_file": "r",
    "training:change_copy": "r",
    "training:delete_copy": "r",
    "training:compare_copies": "",  # only with two copies: tests/training
    "training:keeping": "l",
    "training:adapt": "rl",  # who has a school
    "training:own_sheets": SIGNED_IN,
    "training:own_*": "rl",  # of the school that made it
    "training:edit_own_*": "rl",  # who made it, and the lead
    "training:delete_own_sheet": "rl",
    "training:decide_note": "",  # only with POST: tests/training/records/partners
    "training:partner": "",  # only with the secret of a link: tests/training/records/partners
    "training:partner_*": "",
    "training:*": EVERYBODY,
    "quizzes:history": SIGNED_IN,
    "quizzes:attempt": "r",  # who began it, and nobody else
    "quizzes:result": "r",  # who handed it in
    "quizzes:slip": "r",
    "quizzes:join": "",  # only with POST: tests/quizzes
    "quizzes:*": EVERYBODY,
    "quizzes_admin:make": "tpa",
    "quizzes_admin:regrade": "pa",
    "quizzes_admin:try": "",  # only with POST: tests/training/quizzes
    "records:plans": "ltpa",  # who leads a school, and who makes the portal's
    "records:make_plan": "ltpa",
    "records:plan": "l",  # of the school that one leads; the portal's: tests/training/records/plans
    "records:change_plan": "l",
    "records:give_plan": "l",
    "records:update_plan": "l",
    "records:take_plan_away": "l",
    "records:attended": "l",
    "records:copy_plan": "",  # only with POST: tests/training/records/plans
    "records:put_plan_away": "",
    "records:my_induction": EVERYBODY,  # signed out, the portal's own plan; else one's own
    "records:induction_plan": EVERYBODY,  # of the portal; a school's for its staff: test_induction.py
    "records:induction_item": "r",  # who has the plan, and nobody else
    "records:induction_*": "",  # only with POST: tests/training/records/induction
    "records:rules": "l",
    "records:*_rule": "l",  # of the lead's own school
    "records:my_*": SIGNED_IN,
    "records:school_*": "l",  # of the lead's own school: tests/training/records/school
    "records:who_looked": SIGNED_IN,
    "records:add_*": SIGNED_IN,
    "records:cpd_file": SIGNED_IN,
    "records:due": "r",  # for whom something falls due; others are sent to their log
    "records:reflect": "r",  # whose record it is, and nobody else
    "records:edit_*": "r",
    "records:delete_*": "r",
    "records:evidence": "r",
    "records:certificate": EVERYBODY,  # who has its address
    "records:certificate_file": "r",
    # Only with POST: tests/training/records/test_learning.py and test_certificates.py.
    "records:did": "",
    "records:take_back": "",
    "records:issue": "",
    "records:correct": "",
    "content:useful": EVERYBODY,
    "content_usefulness": IN_THE_ADMIN,
    "content_impact": IN_THE_ADMIN,
    "content_past_guidance": IN_THE_ADMIN,
    "content_dead_links": IN_THE_ADMIN,
    "quizzes_report": "tpa",
    "quizzes_statistics": "tpa",  # a trainer of their own: tests/training/quizzes
    "training_figures": "tpa",  # a trainer of their own: tests/training/records/test_figures.py
    "training_missed": "tpa",
    "revoke_certificate": "pa",
    "search:clicked": "",  # only with POST: tests/search/test_log.py
    "search:*": EVERYBODY,
    "search_report": "pa",
    "search_documents": "pa",
    "livez": EVERYBODY,
    "readyz": EVERYBODY,
    "robots": EVERYBODY,
    "security_contact": EVERYBODY,
    "accounts:profile": SIGNED_IN,
    "accounts:your_data": SIGNED_IN,
    "accounts:reset_second_factor": "a",
    "accounts:accept_invitation": "",  # only after the link of a letter: tests/accounts
    "people:list": "l",
    "people:invite": "l",
    "people:person": "l",  # of the lead's own school
    "people:leave": "l",
    "people:hand_over": "l",
    "people:*": "",  # only with POST: tests/accounts
    "accounts:act_for": "",  # only with POST: tests/accounts
    "accounts:leave_school": "r",  # whose membership it is
    "accounts:invitation": "",  # only with the secret of a letter: tests/accounts
    "home:set_up*": "",  # only while nobody administers the portal: tests/home
    "content:admin_theme": EVERYBODY,
    "training_new_sheet": "",  # it leads to the form of a new sheet: tests/training/test_publishing.py
    "directory_copied_numbers": "dpa",
    "directory_merge": "dpa",
    "quizzes_import": "tpa",
    "quizzes_export*": "pa",
    "directory_health": "dpa",
    "directory_due:index": "dpa",
    "directory_number_changes:index": "dpa",
    # Only with POST: tests/directory/test_due.py and test_number_changes.py.
    "directory_due:check": "",
    "directory_due:undo": "",
    "directory_number_changes:*": "",
}

# For each table of ours in the admin: who reads it, and who adds, changes and deletes.
ADMIN = {
    "directory_service": ("dpa", "dpa"),
    "directory_organization": ("dpa", "dpa"),
    "directory_leadrule": ("dpa", "dpa"),
    "directory_protocol": ("dpa", "dpa"),
    "directory_thresholdlevel": ("dpa", "dpa"),
    "directory_report": ("dpa", "dpa"),
    "directory_assurance": ("dpa", "dpa"),
    "directory_schoollink": ("dpa", "dpa"),
    "directory_keycontact": ("dpa", "dpa"),
    "content_area": (IN_THE_ADMIN, "dpa"),
    "content_guidancerecord": (IN_THE_ADMIN, "pa"),
    "content_topic": (IN_THE_ADMIN, "pa"),
    "content_audience": (IN_THE_ADMIN, "pa"),
    "content_helpwith": (IN_THE_ADMIN, "pa"),
    "content_tag": (IN_THE_ADMIN, "dpa"),
    "hub_author": (IN_THE_ADMIN, "tpa"),
    "hub_keylearning": (IN_THE_ADMIN, "tpa"),
    "quizzes_bankitem": (IN_THE_ADMIN, "tpa"),
    "glossary_glossaryterm": (IN_THE_ADMIN, "pa"),
    "glossary_phrase": (IN_THE_ADMIN, "pa"),
    "search_elsewherepage": (IN_THE_ADMIN, "dpa"),
    "search_bestbet": ("pa", "pa"),
    "accounts_school": ("a", "a"),
    "accounts_user": ("a", "a"),
}
