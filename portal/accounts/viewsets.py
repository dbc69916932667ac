"""The admin's screens for people and schools. Only Administrators have the permissions for them."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.users.views import users

from portal.accounts import invitations, second_factor
from portal.accounts.forms import InvitationForm, UserEditForm
from portal.accounts.models import School
from portal.accounts.signals import account_looked_at
from portal.mail_server import NOT_SENT, is_of_this_letter


class IndexView(users.IndexView):
    """The list of people, with their school, roles and second factor."""

    add_item_label = "Invite a person"
    page_title = "People"

    @cached_property
    def columns(self):
        """The columns of the list."""
        name = self._get_title_column_class(users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name("name", accessor="get_full_name", label="Name", sort_key="name", get_url=self.get_edit_url),
            Column("email", label="E-mail address", sort_key="email"),
            Column(
                "school", accessor=lambda user: user.school or "", label="School", sort_key="school__name"
            ),
            Column("roles", accessor=lambda user: ", ".join(user.role_names), label="Roles"),
            BooleanColumn("has_second_factor", label="Second factor"),
            BooleanColumn("is_active", label="Active", sort_key="is_active"),
            DateColumn("last_login", label="Last sign-in", sort_key="last_login"),
        ]

    @cached_property
    def search_fields(self):
        """The fields that the search box looks in."""
        return ["name", "email", "school__name"]

    def get_base_queryset(self):
        """Return everyone, with what the columns show."""
        strong = Authenticator.objects.filter(user=OuterRef("pk"), type__in=second_factor.STRONG)
        return (
            super()
            .get_base_queryset()
            .select_related("school")
            .prefetch_related("groups")
            .annotate(has_second_factor=Exists(strong))
        )

    def order_queryset(self, queryset):
        """Return `queryset` in the order asked for. Wagtail would sort names by columns we do not have."""
        if self.ordering in {"name", "-name"}:
            return queryset.order_by(self.ordering, "email")
        return super().order_queryset(queryset)


class InviteView(users.CreateView):
    """Adding a person means inviting them: they choose their own password."""

    page_title = "Invite a person"
    submit_button_label = "Send the invitation"
    submit_button_active_label = "Sending…"
    panel = None

    def get_form_class(self):
        """Return the form of an invitation."""
        return InvitationForm

    def form_valid(self, form):
        """Send the invitation, and go back to the list."""
        try:
            invitation = invitations.invite(**form.cleaned_data, invited_by=self.request.user)
        except NOT_SENT as problem:
            if is_of_this_letter(problem):
                form.add_error("email", "The mail server refuses this address. Nobody was invited.")
            else:
                form.add_error(
                    None, "The mail server does not take it now. Nobody was invited: try again later."
                )
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        messages.success(self.request, f"The invitation for {invitation.email} is on its way.")
        return redirect(self.index_url_name)


class EditView(users.EditView):
    """Changing a person. A superuser is changed by another superuser only."""

    def dispatch(self, request, *args, **kwargs):
        """Refuse (403) a superuser's account to anyone who is none."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        """Show the account, and tell those who keep a log of it."""
        account_looked_at.send(sender=type(self), viewer=request.user, person=self.object)
        return super().get(request, *args, **kwargs)


class UserViewSet(users.UserViewSet):
    """People, in the admin's settings."""

    menu_label = "People"
    ordering = "name"
    index_view_class = IndexView
    add_view_class = InviteView
    edit_view_class = EditView
    # Wagtail's own two ask for a first name, a last name and a password.
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "accounts/admin/user_edit.html"

    def get_form_class(self, for_update=False):
        """Return the form of a person; adding one uses the invitation's form (InviteView)."""
        return UserEditForm


class SchoolViewSet(SnippetViewSet):
    """Schools, in the admin's settings."""

    model = School
    icon = "home"
    add_to_settings_menu = True
    menu_label = "Schools"
    list_display = ["name", "kind", "area"]
    list_filter = ["area"]
    search_fields = ["name", "urn"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("urn"),
        FieldPanel("area"),
        FieldPanel("email_domains"),
        FieldPanel("keeps_copies"),
        FieldPanel("copies_kept_days"),
    ]
