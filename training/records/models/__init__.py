"""What is kept of the training. None of it is in the admin or in the search."""

from training.records.models.partners import NoteState, PartnerLink, PartnerNote
from training.records.models.programmes import Programme, ProgrammeItem
from training.records.models.sheets import KeptCopy, OwnSheet

__all__ = ["KeptCopy", "NoteState", "OwnSheet", "PartnerLink", "PartnerNote", "Programme", "ProgrammeItem"]
