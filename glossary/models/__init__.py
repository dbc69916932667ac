"""The glossary's model: terms with their other names, and phrases that say too little."""

from glossary.models.edition import VocabularyEdition
from glossary.models.phrases import Phrase
from glossary.models.terms import AlsoKnownAs, GlossaryTerm, TermPage

__all__ = ["AlsoKnownAs", "GlossaryTerm", "Phrase", "TermPage", "VocabularyEdition"]
