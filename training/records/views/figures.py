"""The admin's figures on the training: by school and module, what is out of date, what is missed most."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from portal.accounts.models import School
from portal.content.models import Area
from portal.content.screens import Screen, csv_answer
from training.models import ModulePage
from training.quizzes.may_change import quizzes_of
from training.quizzes.statistics.few import FEWEST
from training.records.dates import school_year_in_words
from training.records.figures import cohorts, missed
from training.records.figures.cohorts import Measure, Row
from training.records.figures.modules import may_read_some, modules_of, quizzes_read_by, states_of

PAGE_SIZE = 50
MOST = 40  # modules on the page: columns of one table, and rows of the other
ALL_YEARS = "all school years"


class TrainingReport(Screen):
    """A screen for those who publish modules: a trainer reads of their own, editors of all."""

    permission_required = "wagtailadmin.access_admin"
    header_icon = "group"

    def has_permission(self):
        return super().has_permission() and may_read_some(self.request.user)


class FiguresView(TrainingReport):
    """How many people of each school did each module. `?measure=passed&year=2026&area=3&download=1`."""

    page_title = "Training figures"
    template_name = "training/figures/figures.html"

    @cached_property
    def modules(self) -> list[ModulePage]:
        """Return the modules whose figures this person reads."""
        return list(modules_of(self.request.user))

    @cached_property
    def measure(self) -> Measure:
        """Return what is counted; what is absurd is passed over, here and below."""
        wanted = self.request.GET.get("measure")
        return Measure(wanted) if wanted in Measure.values else Measure.READ

    @cached_property
    def years(self) -> list[int]:
        """Return the school years that can be chosen."""
        return cohorts.school_years()

    @cached_property
    def year(self) -> int | None:
        """Return the school year that was chosen; None for all."""
        wanted = self.request.GET.get("year")
        return next((year for year in self.years if str(year) == wanted), None)

    @cached_property
    def areas(self) -> list[Area]:
        """Return the areas that have schools."""
        return list(Area.objects.filter(schools__isnull=False).distinct().order_by("name"))

    @cached_property
    def area(self) -> Area | None:
        """Return the area that was chosen; None for all."""
        wanted = self.request.GET.get("area")
        return next((area for area in self.areas if str(area.pk) == wanted), None)

    @cached_property
    def schools(self) -> list[School]:
        """Return the schools of the area, which know their members."""
        return list(cohorts.schools_with_members(self.area.pk if self.area else None))

    def rows(self, measure: Measure, modules: list[ModulePage]) -> list[Row]:
        """Return a row for each school of the area."""
        return cohorts.rows_of(measure, modules, self.schools, self.years, self.year)

    def get(self, request, **kwargs):
        return self._file() if "download" in request.GET else super().get(request, **kwargs)

    def _file(self):
        year = school_year_in_words(self.year) if self.year else ALL_YEARS
        tables = [self.rows(measure, self.modules) for measure in Measure]
        head = ["Area", "School", "Module", "School year", *(f"People who {one.label}" for one in Measure)]
        lines = (
            [row.school.area, row.school, module, year, *(table[place].cells[column] for table in tables)]
            for place, row in enumerate(tables[0])
            for column, module in enumerate(self.modules)
        )
        return csv_answer("training-figures", head, lines)

    def get_context_data(self, **kwargs):
        modules = self.modules[:MOST]
        rows = self.rows(self.measure, modules)
        chosen = {"measure": self.measure, "year": self.year or "", "area": self.area.pk if self.area else ""}
        return {
            **super().get_context_data(**kwargs),
            "modules": modules,
            "modules_in_all": len(self.modules),
            "measures": Measure.choices,
            "measure": self.measure,
            "years": [(year, school_year_in_words(year)) for year in self.years],
            "year": self.year,
            "areas": self.areas,
            "area": self.area,
            "chosen": "&".join(f"{name}={value}" for name, value in chosen.items()),
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p")),
            "sums": cohorts.sums(rows) if rows else [],
            "states": states_of(self.modules)[:MOST],
            "fewest": FEWEST,
        }


class MissedView(TrainingReport):
    """The questions that most people miss."""

    page_title = "Questions most missed"
    template_name = "training/figures/missed.html"

    def get_context_data(self, **kwargs):
        taken = missed.taken_by_enough(list(quizzes_read_by(self.request.user)))
        counted = taken[: missed.MOST_QUIZZES]
        found = missed.most_missed(counted)
        quizzes = quizzes_of(self.request.user).filter(pk__in={one.quiz.pk for one in found})
        may_open = set(quizzes.values_list("pk", flat=True))
        return {
            **super().get_context_data(**kwargs),
            "missed": [(one, one.quiz.pk in may_open) for one in found],
            "fewest": FEWEST,
            "most": missed.MOST_QUESTIONS,
            "quizzes_in_all": len(taken),
            "quizzes_counted": len(counted),
        }
