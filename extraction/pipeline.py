"""``load()`` builds the pipeline that ``pipeline.cfg`` declares; ``extract()`` reads one article with it."""

import hashlib
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

from confection import Config
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_model_from_config

import extraction.annotate  # noqa: F401  registers the steps
from db.models import ArticleKind, Extraction, document_text
from extraction.components.events import may_tell_violence
from extraction.composed import composed, decomposed
from extraction.english.events import may_tell_violence as may_tell_violence_en
from extraction.english.language import language_of


def _digest() -> str:
    """Changes with any rule or table of this package, so that stored articles are read again when it does."""
    folder = Path(__file__).parent
    parts = sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".csv", ".cfg") and "linkage" not in p.parts)
    total = hashlib.sha256()
    for part in parts:
        total.update(part.relative_to(folder).as_posix().encode())
        total.update(part.read_bytes())
    return total.hexdigest()[:10]


PIPELINE_VERSION = f"0.2.0+{_digest()}"
#: Lone surrogates, which no encoding can hold; one sign for one, so that offsets stay.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def load() -> Language:
    """The pipeline, ready to read; loading takes a second or two, so load once."""
    config = Config().from_str((files("extraction") / "pipeline.cfg").read_text(encoding="utf-8"))
    return load_model_from_config(config, auto_fill=True)


def extract(
    nlp: Language,
    text: str,
    published: date | str | None,
    title: str | None = None,
    language: str | None = None,
    outlet: str | None = None,
) -> Extraction:
    """Read one article: the incidents it tells and the figures it reports.

    ``text`` is the body; where ``title`` is None its first line is the title. ``published`` is the day of publication in
    El Salvador (a date or ISO text) or None: then only dates told in full are resolved. Offsets in the evidence refer to
    :func:`db.models.document_text`. A text without any word of violence is left after one scan. Raises ValueError for a
    ``published`` that is no ISO day.
    """
    whole = document_text(title, text) if title is not None else text
    readable, offsets = composed(whole)
    doc = analyse(nlp, readable, published, None, language, outlet)
    if doc is None:
        return Extraction(ArticleKind.OTHER)
    found = Extraction(doc._.kind, doc._.accounts, doc._.statistics)
    return decomposed(found, whole, offsets) if offsets else found


def analyse(
    nlp: Language,
    text: str,
    published: date | str | None,
    title: str | None = None,
    language: str | None = None,
    outlet: str | None = None,
) -> Doc | None:
    """The document with all that the steps wrote (``extraction/annotate.py``); None without a word of violence.

    As :func:`extract`, but for texts that are not composed (NFC).
    """
    day = date.fromisoformat(published[:10]) if isinstance(published, str) and published else published or None
    whole = document_text(title, text) if title is not None else text
    spoken = language_of(whole, language, outlet)
    if not (may_tell_violence_en if spoken == "en" else may_tell_violence)(whole):
        return None
    doc = Doc(nlp.vocab)
    doc._.text = _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", whole)
    doc._.published, doc._.language = day, spoken
    return nlp(doc)
