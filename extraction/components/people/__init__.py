"""Mentions of people: who, how many, of what kind, related to whom, how old, and by what name.

Reads a sentence, writes :class:`People`. A mention is one group, such as «dos presuntos pandilleros de 18 y 20 años»,
«la esposa de un policía» or «Elías Antonio Palacios, agricultor de 66 años»; «un policía, su esposa y sus dos hijos» are three
that share a list.
Relations are directed: «hermano de un policía» is a relative of the police, never a policeman.
"""

from extraction.components.people.model import REST, People, Token, finish, tokenize
from extraction.components.people.reader import find_people
from extraction.components.people.tables import given_names

__all__ = ["REST", "People", "Token", "find_people", "finish", "given_names", "tokenize"]
