"""One story, one URL: the canonical form of an outlet's URLs, and which of them are articles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

_TWIN = re.compile(r"(?:/(?:amp|embed))+/?$|^(?:/amp)+/")
#: Parameters of path segments, such as ``;jsessionid=…``.
_PARAMETERS = re.compile(r";[^/]*")
_DOUBLE_ENCODED = re.compile(r"%25([0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class UrlRules:
    """What an outlet's spider says of its URLs.

    ``hosts`` maps every declared host to the one preferred for it; of these, ``unserved`` stand in links only and are never asked
    (a publisher's inner host in its feed). ``articles`` are regular expressions over ``host/path`` (with the outlet's own
    trailing slash or none); those that begin with ``/`` hold for every host. ``rewrites`` are pairs (pattern, replacement) over
    the path, or over ``host/path`` where the pattern does not begin with ``/``. ``skip`` names sections, as leading parts of the
    path (``*``: any one part), that cannot hold crime news. ``keep`` are query parameters that identify an article.

    ``story`` are regular expressions over ``host/path`` whose groups tell which story it is, whatever the form: an id, a slug.
    """

    hosts: Mapping[str, str]
    articles: tuple[str, ...]
    rewrites: tuple[tuple[str, str], ...] = ()
    skip: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    unserved: tuple[str, ...] = ()

    @cached_property
    def _forms(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(f"[^/]+{form}" if form.startswith("/") else form) for form in self.articles)

    @cached_property
    def _skips(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(re.escape(f"/{name.strip('/')}/".lower()).replace(r"\*", "[^/]+")) for name in self.skip)

    def declared(self, host: str | None) -> bool:
        """Whether ``host`` belongs to the outlet and may be asked."""
        return (host or "").lower() in self.hosts and (host or "").lower() not in self.unserved

    def address(self, url: str) -> str:
        """Where to ask for ``url``: as it is, but for hosts that stand in links only, which give way to the preferred one."""
        try:
            parts = urlsplit(url)
            inner = (parts.hostname or "").lower() in self.unserved
        except ValueError:
            return url
        return urlunsplit(parts._replace(netloc=self.hosts[(parts.hostname or "").lower()])) if inner else url

    def identity(self, canonical: str) -> str | None:
        """What all forms of one story have in common, or None where only the whole URL tells the story."""
        parts = urlsplit(canonical)
        text = parts.netloc + _path(parts.path, parts.query)
        for form in self.story:
            if found := re.fullmatch(form, text):
                return " ".join(group.lower() for group in found.groups() if group)
        return None

    def preferred(self, host: str | None) -> str:
        """The host preferred for ``host``; itself when the outlet does not declare it."""
        return self.hosts.get((host or "").lower(), host or "")

    def canonical(self, url: str) -> str | None:
        """The canonical form of ``url``, or None when it is not an http URL on a declared host.

        https, preferred host, no fragment, no tracking parameters, no AMP or embed twin, one percent-encoding, and the trailing
        slash as the outlet's article forms have it. Idempotent.
        """
        try:
            parts = urlsplit(canonicalize_url(_DOUBLE_ENCODED.sub(r"%\1", url.strip())))
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or host not in self.hosts or port not in (None, 80, 443) or parts.username:
            return None
        host, path = self.hosts[host], _TWIN.sub("/", re.sub(r"/{2,}", "/", _PARAMETERS.sub("", parts.path) or "/"))
        for pattern, replacement in self.rewrites:
            if pattern.startswith("/"):
                path = re.sub(pattern, replacement, path)
            else:
                host, _, path = re.sub(rf"^(?:{pattern})", replacement, host + path).partition("/")
                path = f"/{path}"
        query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name in self.keep])
        return urlunsplit(("https", host, self._slash(host, path), query, ""))

    def is_article(self, canonical: str) -> bool:
        """Whether a canonical URL has one of the outlet's article forms and lies in no skipped section."""
        parts = urlsplit(canonical)
        return self._matches(parts.netloc, _path(parts.path, parts.query)) and not self.skipped(canonical)

    def skipped(self, canonical: str) -> bool:
        """Whether a canonical URL lies in a section that cannot hold crime news."""
        path = urlsplit(canonical).path.lower() + "/"
        return any(form.match(path) for form in self._skips)

    def _matches(self, host: str, path: str) -> bool:
        return any(form.fullmatch(host + path) for form in self._forms)

    def _slash(self, host: str, path: str) -> str:
        if path == "/" or self._matches(host, path):
            return path
        other = path.rstrip("/") if path.endswith("/") else path + "/"
        if self._matches(host, other):
            return other
        return path.rstrip("/") or "/"


def _path(path: str, query: str) -> str:
    return f"{unquote(path)}?{query}" if query else unquote(path)


def host_map(*preferred: str, aliases: Mapping[str, str] | None = None) -> dict[str, str]:
    """Hosts with and without ``www.`` and the mobile ``m.`` mapped to the preferred one, plus other ``aliases``."""
    hosts = dict(aliases or {})
    for name in preferred:
        bare = name.removeprefix("www.")
        hosts |= {host: name for host in (name, bare, f"www.{bare}", f"m.{bare}") if host not in hosts}
    return hosts
