"""Publishes the legal texts in models/legal: a published wording is never changed."""

from pathlib import Path

from models.consent import LegalText, TextKind

FOLDER = Path(__file__).parent / "legal"


class WordingChanged(Exception):
    """A file of a published version was edited: a new wording needs a new version."""


def written() -> list[LegalText]:
    """The texts as they stand in the files, such as `TERMS-1-da.md`."""
    return [_read(path) for path in sorted(FOLDER.glob("*.md"))]


async def publish_legal_texts() -> None:
    published = {text.id: text.sha256 for text in await LegalText.all()}
    for text in written():
        if text.id not in published:
            await text.save()
        elif published[text.id] != text.sha256:
            raise WordingChanged(text.id)


def _read(path: Path) -> LegalText:
    kind, version, language = path.stem.split("-")
    heading, _, body = path.read_text().partition("\n")
    title = heading.removeprefix("# ").strip()
    return LegalText(
        id=path.stem,
        kind=TextKind(kind),
        text_version=int(version),
        language=language,
        title=title,
        body=body.strip(),
        sha256=LegalText.digest(title, body.strip()),
    )
