"""The page of a resource sheet, letter or form. What stands on it is told by `training/sheets/`."""

from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from portal.content.blocks import several
from training.blocks import ReferenceBlock
from training.enums import Orientation, SheetKind
from training.models.page import TrainingPage, may_see_notes
from training.sheets.blocks import SheetBlock
from training.sheets.filled import begun
from training.sheets.from_blocks import parts_of
from training.sheets.html import Look, html_of
from training.sheets.live import sources_of
from training.sheets.tree import Sheet, Source


class ResourceSheetPage(TrainingPage):
    """A sheet to fill in, on the screen or on paper."""

    code = models.CharField(max_length=10, blank=True, help_text="Its number on paper, such as F03.")
    sort = models.CharField("kind", max_length=15, choices=SheetKind.choices, default=SheetKind.SHEET)
    orientation = models.CharField(
        "on paper", max_length=10, choices=Orientation.choices, default=Orientation.PORTRAIT
    )
    warn_names = models.BooleanField(
        "with the notice “no names of children or families”",
        default=True,
        help_text="Only a letter that must name somebody goes without.",
    )
    body = StreamField(SheetBlock(), verbose_name="what stands on it")
    goes_with = several(ReferenceBlock(), "link", help_text="Sheets that are used with it, and what to read.")

    page_description = "A sheet, letter or form to fill in, print or download."
    template = "training/sheet.html"
    shelf_order = ["sort", "code", "title"]

    content_panels = [
        *TrainingPage.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("sort"), FieldPanel("orientation")]),
        FieldPanel("warn_names"),
        FieldPanel("body"),
        FieldPanel("goes_with"),
    ]

    class Meta:
        verbose_name = "resource sheet"

    @property
    def kind(self) -> str:
        """Return what sort of sheet this is, in readers' words."""
        return str(SheetKind(self.sort).label)

    @cached_property
    def trainers_sheet(self) -> Sheet:
        """Return the sheet as a tree, with the trainer's notes and model answers."""
        return Sheet(
            title=self.title,
            code=self.code,
            standfirst=self.standfirst,
            parts=parts_of(self.body),
            warn_names=self.warn_names,
            landscape=self.orientation == Orientation.LANDSCAPE,
            credit=self.credit,
            for_trainers=True,
        )

    @cached_property
    def sheet(self) -> Sheet:
        """Return the sheet as everybody gets it: what every output is made of."""
        return self.trainers_sheet.for_everybody()

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Return what an editor may look at before the sheet is saved: every output, blank."""
        return _previews().MODES

    def serve_preview(self, request, mode_name):
        """Return one of them; a mode that there is not is the page."""
        previews = _previews()
        if mode_name in previews.FILES or mode_name in dict(previews.MODES[1:]):
            return previews.preview(self, request, mode_name)
        return super().serve_preview(request, mode_name)

    def get_context(self, request, *args, **kwargs):
        """Add the sheet as text, with room to write, and whether there is a trainer's edition to offer."""
        trainer = may_see_notes(request.user) and self.trainers_sheet.has_notes
        return {
            **super().get_context(request, *args, **kwargs),
            "parts": html_of(self.sheet.parts, Look(filled=begun(self.sheet))),
            "trainer": trainer,
            "begins_with": _begins_with(self.sheet, request.user),
        }


def _previews():
    """Return the module of the previews, which works with the class of this one."""
    from training import previews

    return previews


def _begins_with(sheet: Sheet, user) -> str:
    """Return what a reader is offered where the directory can give rows to the tables of `sheet`."""
    sources = sources_of(sheet)
    if Source.SCHOOL in sources and user.is_authenticated and user.school_id:
        return "Begin with our school’s services"
    return "Begin with what the directory holds" if Source.NEEDS in sources else ""
