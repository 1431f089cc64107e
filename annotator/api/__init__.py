"""For scripts and notebooks: projects read and written, data frames, repair and language of a text.

``import annotator`` brings nothing along; what is used here is loaded when it is first called.
"""

from annotator.api.data_frames import FrameKind
from annotator.api.reading import DialogueWithTurns, ReadOnlyProject, open_project
from annotator.api.texts import find_languages, repair_into, repair_steps, repair_text, repair_texts
from annotator.api.writing import EditableProject, create_project, edit_project
from annotator.language import LanguageSpan
from annotator.pipeline.repair_corpus import CorpusReport, RepairedText

__all__ = [
    "CorpusReport",
    "DialogueWithTurns",
    "EditableProject",
    "FrameKind",
    "LanguageSpan",
    "ReadOnlyProject",
    "RepairedText",
    "create_project",
    "edit_project",
    "find_languages",
    "open_project",
    "repair_into",
    "repair_steps",
    "repair_text",
    "repair_texts",
]
