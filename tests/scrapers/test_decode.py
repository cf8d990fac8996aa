"""Bytes into text, by declaration and strict trial, never by statistics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.decode import decode, plain, repair, without_declaration

TEXT = "Niño asesinado en Ahuachapán, según la Policía… «así»"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (TEXT.encode(), "text/html; charset=UTF-8", "utf-8"),
        (TEXT.encode(), "text/html", "utf-8"),
        (TEXT.encode(), None, "utf-8"),
        (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1", "cp1252"),
        (TEXT.encode("cp1252"), "text/html", "cp1252"),
        (TEXT.encode("cp1252"), "text/html; charset=utf-8", "cp1252"),
        (b'<meta charset="utf-8">' + TEXT.encode(), "text/html; charset=no-such-thing", "utf-8"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>" + TEXT.encode("cp1252"), None, "cp1252"),
        (b"\xef\xbb\xbf" + TEXT.encode(), None, "utf-8"),
    ],
)
def test_order_of_trust(body: bytes, content_type: str | None, encoding: str) -> None:
    text, used = decode(body, content_type)
    assert text.endswith(TEXT)
    assert used == encoding
    assert not text.startswith("\ufeff")


def test_xml_declaration_in_iso_8859_15() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-15"?><a>€ ñ</a>'.encode("iso8859-15")
    assert without_declaration(decode(body, "application/rss+xml")[0]) == "<a>€ ñ</a>"


def test_a_few_broken_bytes_do_not_make_utf8_cp1252() -> None:
    body = (TEXT * 100).encode() + b"\xff"
    assert decode(body, "text/html; charset=utf-8")[0] == TEXT * 100 + "\ufffd"


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html", "text/html; charset=utf-8", "x; charset=utf-16", "x; charset=ascii"]),
)
def test_never_fails(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type)[0], str)


def test_repair_only_where_the_round_trip_is_exact() -> None:
    assert repair("informaciÃ³n del niÃ±o") == ("información del niño", True)
    assert repair("información del niño") == ("información del niño", False)
    assert repair("São Paulo y informaciÃ³n ñ")[1] is False


def test_plain() -> None:
    assert plain("<p>Dos&nbsp;muertos <b>en</b>\n Apopa</p>") == "Dos muertos en Apopa"
