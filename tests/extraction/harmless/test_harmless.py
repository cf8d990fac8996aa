"""A thousand sentences of other news, full of words that also tell of violence, are no incident and no statistic."""

from datetime import date

from extraction.pipeline import extract
from tests.extraction.core.cases import nlp
from tests.extraction.harmless.generator import sentences

DAY = date(2018, 3, 14)
NUMBER = 1_000
#: Of a hundred articles that mix ten topics: ten were read as an incident when this was written.
AT_MOST = 10


def test_no_sentence_alone_is_an_incident() -> None:
    told = [(text, extract(nlp(), text, DAY, "Noticias de la jornada", "es")) for text in sentences(NUMBER)]
    assert [text for text, read in told if read.accounts or read.statistics] == []


def test_ten_such_sentences_together_are_seldom_an_incident() -> None:
    """An article of ten topics, which nobody prints, lends the words of one to the next: «salió lesionado», «disparó»."""
    made = sentences(NUMBER)
    articles = [(made[at], "\n\n".join(made[at + 1 : at + 10])) for at in range(0, NUMBER, 10)]
    told = [(title, extract(nlp(), body, DAY, title, "es")) for title, body in articles]
    assert len([title for title, read in told if read.accounts or read.statistics]) <= AT_MOST


def test_the_sentences_are_many_and_different() -> None:
    assert len(set(sentences(NUMBER))) == NUMBER
