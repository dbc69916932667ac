"""What the lead of a school sees of its training. The records of another school cannot be opened (404)."""

from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.models import Membership
from portal.accounts.views.people import for_the_lead, of_ones_school
from training import making
from training.records import school_files, view_log
from training.records.models import Plan, RecordView
from training.records.school_record import record_of
from training.records.school_training import MOST_PEOPLE, STATES, Matrix, asked_by
from training.records.views.own import private
from training.sheets.turns import PdfUnavailableError
from training.views.sheets import come_back, named_file

PAGE_SIZE = 50
FILES = {"csv": school_files.as_csv, "xlsx": school_files.as_xlsx}


def with_matrix(view):
    """Call `view` for the lead of a school with the matrix that the address asks for."""

    @never_cache
    @require_safe
    @for_the_lead
    @wraps(view)
    def wrapped(request, **kwargs):
        school = request.user.school
        try:
            asked = asked_by(request.GET, school)
        except Plan.DoesNotExist:
            raise Http404 from None
        return view(request, Matrix(school, asked, timezone.localdate()), **kwargs)

    return wrapped


@with_matrix
def school_training(request, matrix: Matrix):
    """People by plan, or with `?plan=` by the things of one plan."""
    asked_for = request.GET.get("page")
    if matrix.asked.state:  # who fits is known only when everybody was looked at
        page = Paginator(matrix.all_rows(), PAGE_SIZE).get_page(asked_for)
        rows, is_cut = list(page), matrix.is_cut
    else:
        page = Paginator(matrix.people, PAGE_SIZE).get_page(asked_for)
        rows, is_cut = matrix.rows(list(page)), page.paginator.count > MOST_PEOPLE
    view_log.looked(request.user, [row.membership.person_id for row in rows], RecordView.What.LIST)
    context = {
        "school": matrix.school,
        "matrix": matrix,
        "rows": [(row.membership, list(zip(matrix.columns, row.cells, strict=True))) for row in rows],
        "page_obj": page,
        "states": STATES.items(),
        "most": MOST_PEOPLE,
        "is_cut": is_cut,
    }
    return render(request, "training/school/matrix.html", context)


@with_matrix
def school_training_file(request, matrix: Matrix, sort: str):
    """Everybody who is asked for, as CSV or XLSX."""
    if sort not in FILES:
        raise Http404
    if not making.may_make(request):
        return come_back(render(request, "training/school/no_file.html", status=429))
    rows = matrix.all_rows()
    view_log.looked(request.user, [row.membership.person_id for row in rows], RecordView.What.FILE)
    return named_file("training", sort, FILES[sort](matrix, rows, settings.DEMO))


@never_cache
@require_safe
@of_ones_school
def school_record(request, membership: Membership):
    """The record of one person, to show and to sign at an inspection."""
    view_log.looked(request.user, [membership.person_id], RecordView.What.RECORD)
    return render(
        request, "training/school/record.html", {"record": record_of(membership, timezone.localdate())}
    )


@never_cache
@require_safe
@of_ones_school
def school_record_file(request, membership: Membership):
    """The same on paper."""
    record = record_of(membership, timezone.localdate())
    try:
        making.count(request)
        made = school_files.as_pdf(record, settings.DEMO)
    except PdfUnavailableError:
        return come_back(render(request, "training/school/no_file.html", status=503))
    view_log.looked(request.user, [membership.person_id], RecordView.What.RECORD)
    return named_file("training-record", "pdf", made)


@require_safe
@private
def who_looked(request):
    """Who looked at what one did, for that person."""
    page = Paginator(view_log.looked_at(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "training/school/who_looked.html", {"page_obj": page})
