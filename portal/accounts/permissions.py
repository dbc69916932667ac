"""What the roles may do with people and schools: only Administrators see either."""

ROLE_PERMISSIONS = {
    "Administrator": [
        "accounts.add_user",
        "accounts.change_user",
        "accounts.delete_user",
        "accounts.view_user",
        "accounts.add_school",
        "accounts.change_school",
        "accounts.delete_school",
        "accounts.view_school",
        "accounts.add_invitation",
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.delete_collection",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ],
}
