"""The value that a calendar or number expression is read into."""

from dataclasses import dataclass

Number = int | float


@dataclass(frozen=True, slots=True)
class Expression:
    """One calendar or number expression in a text.

    ``kind`` is ``date`` (one day), ``datetime`` (a clock time or part of a day), ``range`` (a span of days or of clock
    times) or ``number``. ``start_char`` and ``end_char`` are offsets into the text, end exclusive. ``start`` and ``end``
    are ISO dates (``2019-07-09``) or minutes (``2019-11-29T14:45``), both inclusive; None where the text or an unknown
    publication date leaves them open. ``value``, ``low`` and ``high`` belong to numbers.
    """

    kind: str
    start_char: int
    end_char: int
    start: str | None = None
    end: str | None = None
    value: Number | None = None
    #: ``day``, ``range``, ``month`` or ``year`` (codebook section 2); dates only.
    precision: str | None = None
    #: ``madrugada``, ``mañana``, ``mediodía``, ``tarde``, ``noche``.
    part: str | None = None
    #: What the reading leans on besides the words: None for a full date, else ``year_inferred`` (day and month told),
    #: ``weekday``, ``deictic`` (ayer, hoy, este martes), ``now`` (ahora), ``ago``, ``from_now``, ``period`` (este año,
    #: la semana pasada, en lo que va de), ``time`` (a clock time alone), ``holiday`` (a feast without its year).
    relative: str | None = None
    #: ``future`` when the expression itself says so (próximo, dentro de, mañana).
    tense: str | None = None
    #: ``at_least``, ``at_most`` or ``approx``; numbers only.
    approx: str | None = None
    low: Number | None = None
    high: Number | None = None
    #: Numbers only, where the words next to it tell: ``count``, ``rate``, ``percent``, ``money``, ``multiplier``,
    #: ``group``, ``zero``, ``ordinal``, ``fraction``.
    role: str | None = None
