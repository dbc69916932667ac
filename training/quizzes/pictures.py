"""Pictures that stand in a file of questions: into the image library, and out of it again."""

import hashlib
import re
from html import escape
from html.parser import HTMLParser
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.permissions import policy_registry

from training.quizzes.formats.question import EmbeddedFile, Format, Text

PLUGINFILE = "@@PLUGINFILE@@/"
_EMBED = re.compile(r"<embed\b[^<>]{0,2000}/?>", re.IGNORECASE)
_IMG = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
# Stands for a picture while the text is cleaned; private characters, so that no text has them by chance.
_MARK = re.compile("(?:<p>)?\ue000([0-9]+)\ue001(?:</p>)?")


def _policy():
    return policy_registry.get_by_type(get_image_model())


class Library:
    """Takes pictures into the image library, or (`writes=False`) only says what would be refused."""

    def __init__(self, user=None, writes: bool = True):
        self.user = user
        self.writes = writes
        self.may_add = user is None or _policy().user_has_permission(user, "add")

    def key_of(self, file: EmbeddedFile, alt: str) -> int:
        """Return the key of the picture in the library: of one that is there already, or a new one.

        Raises ValidationError, in words, for what is no picture or may not be added.
        """
        images = get_image_model().objects
        digest = hashlib.sha1(file.content, usedforsecurity=False).hexdigest()  # as Wagtail does
        if found := images.filter(file_hash=digest).first():
            return found.pk
        if not self.may_add:
            raise ValidationError("you may not add pictures.")
        uploaded = SimpleUploadedFile(PurePath(file.name).name or "picture", file.content)
        checked = WagtailImageField().clean(uploaded)
        if not self.writes:
            return 0
        image = get_image_model()(
            title=(alt or file.name)[:255], file=checked, uploaded_by_user=self.user, file_hash=digest
        )
        image.file_size = len(file.content)
        image.save()
        return image.pk


def rich_text(text: Text, library: Library) -> tuple[str, list[str]]:
    """Return (rich text with its pictures, what was left out and why)."""
    if not text.files:
        return text.html, []
    files = {file.name: file for file in text.files}
    embeds: list[str] = []
    left_out: list[str] = []

    def take(match: re.Match) -> str:
        attributes = _attributes(match[0])
        source, alt = attributes.get("src", ""), attributes.get("alt", "")
        file = files.pop(source.removeprefix(PLUGINFILE), None) if source.startswith(PLUGINFILE) else None
        if file is None:
            return match[0]
        try:
            key = library.key_of(file, alt)
        except ValidationError as error:
            left_out.append(f"The picture “{file.name}” is left out: {' '.join(error.messages)}")
            return ""
        embeds.append(f'<embed alt="{escape(alt)}" embedtype="image" format="fullwidth" id="{key}"/>')
        return f"</p><p>\ue000{len(embeds) - 1}\ue001</p><p>"

    raw = text.raw.replace("\ue000", "").replace("\ue001", "")
    raw = raw if text.format in (Format.PLAIN, Format.MARKDOWN) else _IMG.sub(take, raw)
    left_out += [f"The file “{name}” is left out: no picture in the text shows it." for name in files]
    html = Text(raw, text.format).html
    return _MARK.sub(lambda match: embeds[int(match[1])], html), left_out


def out_of_the_library(source: str) -> tuple[str, tuple[EmbeddedFile, ...]]:
    """Return rich text with <img> for its pictures, and the files of these."""
    files: dict[str, EmbeddedFile] = {}

    def give(match: re.Match) -> str:
        attributes = _attributes(match[0])
        image = _image(attributes)
        if image is None:
            return ""
        name = PurePath(image.file.name).name
        with image.file.open("rb") as file:
            files[name] = EmbeddedFile(name, file.read())
        return f'<img src="{PLUGINFILE}{escape(name)}" alt="{escape(attributes.get("alt", ""))}">'

    return _EMBED.sub(give, source), tuple(files.values())


def in_words(source: str) -> str:
    """Return rich text with the descriptions of its pictures in their places."""
    return _EMBED.sub(lambda match: f"[{escape(_attributes(match[0]).get('alt', ''))}]", source)


def _image(attributes: dict[str, str]):
    key = attributes.get("id", "")
    if attributes.get("embedtype") != "image" or not key.isdecimal():
        return None
    return get_image_model().objects.filter(pk=int(key)).first()


def _attributes(tag: str) -> dict[str, str]:
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.update({name: value or "" for name, value in attrs})

    Reader().feed(tag)
    return found
