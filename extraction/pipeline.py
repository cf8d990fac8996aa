"""``load()`` builds the pipeline, ``extract()`` reads one article."""

from datetime import date

import spacy
from spacy.language import Language

from db.models import ArticleKind, Extraction, document_text
from extraction.components.accounts import build_accounts
from extraction.components.events import may_tell_violence
from extraction.components.reading import read
from extraction.english.events import may_tell_violence as may_tell_violence_en
from extraction.english.language import language_of
from extraction.english.reading import read_english

try:
    from extraction.components.statistics import find_statistics, statistic_spans
except ImportError:
    find_statistics = lambda *a, **k: []
    statistic_spans = lambda *a, **k: []

PIPELINE_VERSION = "0.1.0"


def load() -> Language:
    """The pipeline."""
    return spacy.blank("es")


def extract(
    nlp: Language,
    text: str,
    published: date | str | None,
    title: str | None = None,
    language: str | None = None,
    outlet: str | None = None,
) -> Extraction:
    """Read one article."""
    day = date.fromisoformat(published[:10]) if isinstance(published, str) and published else published or None
    whole = document_text(title, text) if title is not None else text
    spoken = language_of(whole, language, outlet)
    if not (may_tell_violence_en if spoken == "en" else may_tell_violence)(whole):
        return Extraction(ArticleKind.OTHER)
    statistics = find_statistics(whole, day, spoken)
    figures = statistic_spans(whole, day, spoken)
    reading = (read_english if spoken == "en" else read)(whole, day, statistics, figures)
    kind, accounts = build_accounts(reading, statistics)
    return Extraction(kind, accounts, tuple(statistics))
