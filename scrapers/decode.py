"""Bytes into text. Never by statistics, which reads the Latin-1 archive of El Diario de Hoy as Baltic or Mac Roman."""

import codecs
import re
from html import unescape

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"^\s*(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
#: Pages labelled Latin-1 are cp1252 in practice, as browsers read them (WHATWG Encoding, section 4.2).
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-15": "iso8859-15"}
#: Double-encoded UTF-8: «Ã¡», «Ã©», «Ã±», «â€œ» …
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf¡-¿ƒ€-™]|â€[œ\x9d™“”]|Â[¿¡«»]")


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Text of ``body`` and the name of the encoding used.

    Order: byte-order mark, HTTP header, ``<?xml encoding>`` or ``<meta charset>``, strict UTF-8, cp1252. A declared encoding that
    does not fit the bytes is passed over, so that a wrong label never loses letters. NUL characters are dropped.
    """
    declared = [_header(content_type), *_markup(body)]
    for name in (*declared, "utf-8"):
        codec = _codec(name)
        if codec is None:
            continue
        try:
            return body.decode(codec).replace("\x00", "").removeprefix("\ufeff"), codec
        except UnicodeDecodeError:
            if codec in declared[:1] and codec == "utf-8" and _mostly_utf8(body):
                return body.decode("utf-8", "replace").replace("\x00", ""), "utf-8"
    return body.decode("cp1252", "replace").replace("\x00", ""), "cp1252"


def without_declaration(text: str) -> str:
    """``text`` without an XML declaration, which parsers of text refuse."""
    return _DECLARATION.sub("", text, count=1)


def repair(text: str) -> tuple[str, bool]:
    """Undo double encoding («informaciÃ³n») where the round trip is exact; tells whether anything was repaired."""
    if not _MOJIBAKE.search(text):
        return text, False
    try:
        return text.encode("cp1252").decode("utf-8"), True
    except UnicodeError:
        return text, False


def plain(markup: str) -> str:
    """Text of a short fragment of HTML, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def _header(content_type: str | None) -> str | None:
    found = _CHARSET.search(content_type or "")
    return _codec(found[1]) if found else None


def _markup(body: bytes) -> list[str]:
    head = body[:4096]
    bom = ["utf-8"] if body.startswith(codecs.BOM_UTF8) else []
    return bom + [found[1].decode("ascii", "ignore") for found in (_XML.search(head), _META.search(head)) if found]


def _codec(name: str | None) -> str | None:
    try:
        return _AS_BROWSERS.get(codecs.lookup(name).name, codecs.lookup(name).name) if name else None
    except LookupError:
        return None


def _mostly_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few broken ones (at most one in a thousand)."""
    return body.decode("utf-8", "replace").count("\ufffd") <= len(body) // 1000
