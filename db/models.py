"""The shared vocabulary: codes of the codebook and the values that stages hand to each other.

Codes follow ``docs/codebook.md``. Everything here is immutable; a value that the text does not tell is ``None`` (or an
empty tuple), never a guess. Offsets are character offsets into ``Document.text`` (see :func:`document_text`), end exclusive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

#: El Salvador's civil time: UTC-6 all year, no daylight saving.
SALVADOR = timezone(timedelta(hours=-6), "America/El_Salvador")


class EventType(StrEnum):
    """Codebook section 1. Precedence where two fit: femicide, confrontation, body_found, homicide."""

    HOMICIDE = "homicide"
    FEMICIDE = "femicide"
    CONFRONTATION = "confrontation"
    BODY_FOUND = "body_found"
    ATTACK = "attack"


class ArticleKind(StrEnum):
    """Codebook section 1, ``article kind``."""

    REPORT = "report"
    FOLLOW_UP = "follow_up"
    ROUNDUP = "roundup"
    STATISTICS = "statistics"
    OTHER = "other"


class DatePrecision(StrEnum):
    """Codebook section 2."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class PlacePrecision(StrEnum):
    """The finest level told: a named spot, a district, a department, or nothing."""

    LOCALITY = "locality"
    DISTRICT = "district"
    DEPARTMENT = "department"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What happened to a group of victims."""

    KILLED = "killed"
    INJURED = "injured"
    UNHARMED = "unharmed"
    MISSING = "missing"


class VictimType(StrEnum):
    """Codebook section 4, ``types``; MUC-4's human targets, refined."""

    POLICE = "police"
    SOLDIER = "soldier"
    PRISON_GUARD = "prison_guard"
    MUNICIPAL_AGENT = "municipal_agent"
    PRIVATE_GUARD = "private_guard"
    FORMER_SECURITY_FORCE = "former_security_force"
    RELATIVE_OF_SECURITY_FORCE = "relative_of_security_force"
    GANG_MEMBER = "gang_member"
    FORMER_GANG_MEMBER = "former_gang_member"
    RELATIVE_OF_GANG_MEMBER = "relative_of_gang_member"
    PUBLIC_OFFICIAL = "public_official"
    JUSTICE_OFFICIAL = "justice_official"
    JOURNALIST = "journalist"
    ACTIVIST = "activist"
    RELIGIOUS_LEADER = "religious_leader"
    TEACHER = "teacher"
    STUDENT = "student"
    HEALTH_WORKER = "health_worker"
    TRANSPORT_WORKER = "transport_worker"
    MERCHANT = "merchant"
    FARMER = "farmer"
    OTHER_WORKER = "other_worker"
    CIVILIAN = "civilian"
    UNKNOWN = "unknown"


class ActorCode(StrEnum):
    """Codebook section 4, ``actor``."""

    MS13 = "ms13"
    BARRIO18 = "barrio18"
    BARRIO18_SURENOS = "barrio18_surenos"
    BARRIO18_REVOLUCIONARIOS = "barrio18_revolucionarios"
    MAO_MAO = "mao_mao"
    MIRADA_LOCOS = "mirada_locos"
    LA_MAQUINA = "la_maquina"
    GANG_UNSPECIFIED = "gang_unspecified"
    POLICE = "police"
    ARMY = "army"
    EXTERMINATION_GROUP = "extermination_group"
    PARTNER_OR_RELATIVE = "partner_or_relative"
    OTHER = "other"


class Attribution(StrEnum):
    """How strongly a text ties an actor to a deed, strongest first."""

    CONVICTED = "convicted"
    CHARGED = "charged"
    OFFICIAL = "official"
    REPORTED = "reported"
    DENIED = "denied"


class Weapon(StrEnum):
    """Codebook section 4, ``weapon``."""

    FIREARM = "firearm"
    BLADE = "blade"
    MACHETE = "machete"
    BLUNT = "blunt"
    STRANGULATION = "strangulation"
    EXPLOSIVE = "explosive"
    FIRE = "fire"
    OTHER = "other"


class Indicator(StrEnum):
    """Codebook section 5: what a figure over a period counts."""

    HOMICIDES = "homicides"
    FEMICIDES = "femicides"
    POLICE_KILLED = "police_killed"
    SOLDIERS_KILLED = "soldiers_killed"
    PRISON_GUARDS_KILLED = "prison_guards_killed"
    RELATIVES_OF_SECURITY_FORCES_KILLED = "relatives_of_security_forces_killed"
    GANG_MEMBERS_KILLED = "gang_members_killed"
    MASSACRES = "massacres"
    DISAPPEARANCES = "disappearances"
    CONFRONTATIONS = "confrontations"
    DAYS_WITHOUT_HOMICIDES = "days_without_homicides"
    HOMICIDE_RATE_PER_100K = "homicide_rate_per_100k"
    HOMICIDES_PER_DAY = "homicides_per_day"


#: The relations to security forces that ``relation_to`` may take.
FORCES = (VictimType.POLICE, VictimType.SOLDIER, VictimType.PRISON_GUARD, VictimType.MUNICIPAL_AGENT)
#: The actors that are gangs.
GANGS = (
    ActorCode.MS13,
    ActorCode.BARRIO18,
    ActorCode.BARRIO18_SURENOS,
    ActorCode.BARRIO18_REVOLUCIONARIOS,
    ActorCode.MAO_MAO,
    ActorCode.MIRADA_LOCOS,
    ActorCode.LA_MAQUINA,
    ActorCode.GANG_UNSPECIFIED,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that support one value.

    ``field`` is a path such as ``date``, ``victims[0].types`` or ``perpetrators[1].attribution``; ``cue`` names the rule
    or lexicon row that read it; ``quote`` equals ``text[start:end]``.
    """

    field: str
    start: int
    end: int
    quote: str
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Toll:
    """How many, as UCDP does it: ``low`` / ``best`` / ``high``; ``high`` is None for «al menos»."""

    low: int
    best: int
    high: int | None

    @classmethod
    def exactly(cls, number: int) -> "Toll":
        """All three bounds equal."""
        return cls(number, number, number)


@dataclass(frozen=True, slots=True)
class When:
    """Inclusive days in El Salvador's civil time, and how precisely they are known."""

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN


@dataclass(frozen=True, slots=True)
class Victim:
    """A group of people of one kind with one fate."""

    types: tuple[VictimType, ...]
    count: int | None
    outcome: Outcome
    relation_to: VictimType | None = None
    kin: str | None = None
    affiliation: ActorCode | None = None
    sex: str | None = None
    ages: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    duty_status: str | None = None


@dataclass(frozen=True, slots=True)
class ActorClaim:
    """Somebody blamed for the deed; ``attributed_by`` is who says so (PNC, FGR, IML, FAES, family, witness …)."""

    actor: ActorCode
    attribution: Attribution
    attributed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What one article version says of one incident. ``confidence`` maps a field to a probability between 0 and 1."""

    event_type: EventType
    date: When = When()
    country: str = "SV"
    department: str | None = None
    district: str | None = None
    locality: str | None = None
    place_precision: PlacePrecision = PlacePrecision.UNKNOWN
    deaths: Toll = Toll(0, 0, 0)
    injured: Toll = Toll(0, 0, 0)
    victims: tuple[Victim, ...] = ()
    perpetrators: tuple[ActorClaim, ...] = ()
    weapon: tuple[Weapon, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure over a period that an article reports; never an incident."""

    indicator: Indicator
    value: float
    start: date | None
    end: date | None
    area: str = "SV"
    source: str | None = None
    comparison: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one article version."""

    kind: ArticleKind
    accounts: tuple[Account, ...] = ()
    statistics: tuple[Statistic, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An article as read from one response, before it is stored.

    ``body`` holds paragraphs joined by a blank line; captions, tweets and related headlines are kept apart.
    ``published`` and ``modified`` are aware datetimes or None when not told. ``sources`` says where each field came from
    (``json-ld``, ``meta``, ``selector``, ``url``, ``visible``, ``feed``, ``trafilatura``).
    """

    url: str
    title: str
    body: str
    summary: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str = "es"
    captions: tuple[str, ...] = ()
    tweets: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


def document_text(title: str, body: str) -> str:
    """The text that extraction reads and that all offsets refer to: the title, a newline, the body."""
    return f"{title}\n{body}"


def local_day(moment: datetime | None) -> date | None:
    """The civil day in El Salvador of an aware ``moment``; None stays None."""
    return moment.astimezone(SALVADOR).date() if moment else None
