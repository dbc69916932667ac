"""The ladder of need: what each level means, and whom to call."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.ladder import ladder
from portal.content.models import Area


@require_safe
def thresholds(request):
    """The levels in plain words, for one area (`?area=`) or, without a choice, for all."""
    areas = list(Area.objects.authorities().select_related("threshold_record"))
    chosen = next((area for area in areas if area.slug == request.GET.get("area")), None)
    shown = [chosen] if chosen else areas
    return render(
        request,
        "directory/thresholds.html",
        {
            "areas": areas,
            "chosen": chosen,
            "ladder": ladder(shown),
            "documents": [area for area in shown if area.threshold_document_title],
        },
    )
