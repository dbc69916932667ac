"""The pages of the training."""

from training.models.modules import ModulePage, ModuleSheet
from training.models.page import TrainingPage, TrainingPageTag
from training.models.sheets import ResourceSheetPage
from training.models.shelves import TrainingHomePage, TrainingShelfPage
from training.models.toolkit import ActivityPage, ActivitySheet, ToolkitPage, ToolkitSectionPage

__all__ = [
    "ActivityPage",
    "ActivitySheet",
    "ModulePage",
    "ModuleSheet",
    "ResourceSheetPage",
    "ToolkitPage",
    "ToolkitSectionPage",
    "TrainingHomePage",
    "TrainingPage",
    "TrainingPageTag",
    "TrainingShelfPage",
]
