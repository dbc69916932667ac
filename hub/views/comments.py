"""Read all comments, write one, take one's own away, report one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hub import comments
from hub.comments import Conversation
from hub.forms import CommentForm, ReportForm
from hub.models import Comment, CommentState
from hub.views.common import HOURS, MINUTES, TOO_MANY, kept_words, readable_page, signed_in_keeping_words
from portal.limits import allow


@require_safe
def all_comments(request, page_id):
    """Every published comment of a page, fifty at a time."""
    page = readable_page(request, page_id)
    talk = Conversation(page, request.user)
    if not talk.is_shown:
        raise Http404
    page_obj = Paginator(talk.rows, comments.PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "hub/comments/all.html", {"of": page, "talk": talk, "page_obj": page_obj})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_keeping_words
def add_comment(request, page_id):
    """Write a comment: it waits for a decision."""
    page = readable_page(request, page_id)
    if not Conversation(page, request.user).is_open:
        return render(request, "hub/comments/closed.html", {"of": page})
    form = CommentForm(request.POST or None, initial=kept_words(request))
    status = 200
    if request.method == "POST" and form.may_go():
        if _may_write(request.user):
            comments.write(page, request.user, form.cleaned_data["text"])
            messages.success(request, "Thank you. An editor reads your comment before others see it.")
            return redirect(page.get_url(request))
        form.add_error(None, TOO_MANY)
        status = 429
    return render(request, "hub/comments/add.html", {"of": page, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_keeping_words
def remove_comment(request, pk):
    """Take one's own comment away for good."""
    comment = get_object_or_404(Comment.objects.select_related("page"), pk=pk, author=request.user)
    if request.method == "POST":
        comment.delete()
        messages.success(request, "Your comment is gone.")
        return redirect(comment.page.get_url(request))
    return render(request, "hub/comments/remove.html", {"comment": comment, "of": comment.page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_keeping_words
def report_comment(request, pk):
    """Ask the editors to look at a comment."""
    comment = get_object_or_404(Comment, pk=pk, state=CommentState.PUBLISHED)
    page = readable_page(request, comment.page_id)
    if not Conversation(page, request.user).is_shown:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None, initial=kept_words(request))
    if request.method == "POST" and form.is_valid():
        if allow("report-comment", str(request.user.pk), 20, 24 * HOURS):
            comments.report(comment, form.cleaned_data["reason"], request.user)
        messages.success(request, "Thank you. An editor will look at that comment.")
        return redirect(page.get_url(request))
    context = {"comment": comment, "of": page, "form": form, "shown": list(form)}
    return render(request, "hub/comments/report.html", context)


def _may_write(user) -> bool:
    who = str(user.pk)
    return allow("comment", who, 5, 10 * MINUTES) and allow("comment-day", who, 30, 24 * HOURS)
