"""What is kept of the training. None of it is in the admin or in the search."""

from training.records.models.append_only import AppendOnlyError
from training.records.models.certificates import Certificate
from training.records.models.diaries import CpdEntry, SupervisionEntry
from training.records.models.learning import How, LearningRecord, Outcome, Sort
from training.records.models.partners import NoteState, PartnerLink, PartnerNote
from training.records.models.plans import AssignedItem, Assignment, Plan, PlanGroup, PlanItem, ToDo
from training.records.models.programmes import Programme, ProgrammeItem
from training.records.models.requirements import Digest, RecordView, Reminder, Requirement
from training.records.models.sheets import KeptCopy, OwnSheet

__all__ = [
    "AppendOnlyError",
    "AssignedItem",
    "Assignment",
    "Certificate",
    "CpdEntry",
    "Digest",
    "How",
    "KeptCopy",
    "LearningRecord",
    "NoteState",
    "Outcome",
    "OwnSheet",
    "PartnerLink",
    "PartnerNote",
    "Plan",
    "PlanGroup",
    "PlanItem",
    "Programme",
    "ProgrammeItem",
    "RecordView",
    "Reminder",
    "Requirement",
    "Sort",
    "SupervisionEntry",
    "ToDo",
]
