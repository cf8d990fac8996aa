"""The steps of the pipeline as spaCy components: each reads some ``doc._`` attributes and writes others, as it declares.

``doc._.text`` is the title, a newline and the body; it, ``doc._.published`` and ``doc._.language`` are set before the first
step. The document itself holds no tokens, as no step asks for spaCy's.
The work is done by plain functions in ``extraction.components``, which know nothing of spaCy's plumbing; ``pipeline.cfg``
orders the steps.

=============  ==================================  ======================================
step           reads                               writes
=============  ==================================  ======================================
statistics     text, published, language           statistics, figures
reading        text, published, statistics         reading (sentences, people, events, dates, places)
incidents      reading                             clusters
accounts       reading, clusters, statistics       kind, accounts, told (the cluster of each account)
confidence     reading, kind, accounts, told       accounts (how sure each field is), signs
=============  ==================================  ======================================
"""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from db.models import ArticleKind
from extraction.components.accounts import build_accounts
from extraction.components.incidents import cluster
from extraction.components.reading import read
from extraction.components.statistics import find_statistics, statistic_spans
from extraction.confidence.model import confidence as field_confidence
from extraction.confidence.signs import signs_of
from extraction.english.reading import read_english

for _name, _default in {
    "text": "",
    "published": None,
    "language": "es",
    "statistics": (),
    "figures": (),
    "reading": None,
    "clusters": (),
    "kind": ArticleKind.OTHER,
    "accounts": (),
    "told": (),
    "signs": (),
}.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


@Language.component("statistics", assigns=["doc._.statistics", "doc._.figures"])
def statistics(doc: Doc) -> Doc:
    """Figures over periods, and the clauses that are only figures."""
    doc._.statistics = tuple(find_statistics(doc._.text, doc._.published, doc._.language))
    doc._.figures = tuple(statistic_spans(doc._.text, doc._.published, doc._.language))
    return doc


@Language.component("reading", requires=["doc._.statistics", "doc._.figures"], assigns=["doc._.reading"])
def reading(doc: Doc) -> Doc:
    """Sentences with their people, events, dates and places."""
    reader = read_english if doc._.language == "en" else read
    doc._.reading = reader(doc._.text, doc._.published, list(doc._.statistics), list(doc._.figures))
    return doc


@Language.component("incidents", requires=["doc._.reading"], assigns=["doc._.clusters"])
def incidents(doc: Doc) -> Doc:
    """Which sentences tell which incident."""
    doc._.clusters = tuple(cluster(doc._.reading))
    return doc


@Language.component(
    "accounts",
    requires=["doc._.reading", "doc._.clusters", "doc._.statistics"],
    assigns=["doc._.kind", "doc._.accounts", "doc._.told"],
)
def accounts(doc: Doc) -> Doc:
    """Every field of the codebook for each incident, with its evidence."""
    doc._.kind, pairs = build_accounts(doc._.reading, doc._.clusters, doc._.statistics)
    doc._.told, doc._.accounts = tuple(told for told, _ in pairs), tuple(account for _, account in pairs)
    return doc


@Language.component(
    "confidence",
    requires=["doc._.reading", "doc._.kind", "doc._.accounts", "doc._.told"],
    assigns=["doc._.accounts", "doc._.signs"],
)
def confidence(doc: Doc) -> Doc:
    """How sure each field of each account is, by what the reading knows of how it came about."""
    found = doc._.accounts
    pairs = zip(doc._.told, found, strict=True)
    doc._.signs = tuple(signs_of(doc._.reading, told, account, found, doc._.kind) for told, account in pairs)
    sure = (field_confidence(signs, blamed=bool(a.perpetrators)) for signs, a in zip(doc._.signs, found, strict=True))
    doc._.accounts = tuple(replace(account, confidence=told) for account, told in zip(found, sure, strict=True))
    return doc
