"""The server itself: hosts, conditional requests, compression, faults and the change of night."""

from __future__ import annotations

import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

from scrapers.demoweb import DemoWeb, load_articles
from scrapers.demoweb.reply import Reply

CHANGED = {"lpg-2025-05-12-colon", "dem-2025-05-13-conchagua", "edh-2025-05-14-san-pedro-perulapan"}


def article(name: str, night: int = 1):
    return next(a for a in load_articles(night) if a.id == name)


def test_it_is_up_in_less_than_a_second(connect) -> None:
    began = time.monotonic()
    with DemoWeb() as web:
        assert connect(web)("https://www.elsalvador.com/robots.txt").status == 200
    assert time.monotonic() - began < 1


def test_an_unknown_host_and_an_unknown_path_are_404(get) -> None:
    unknown = get("https://elfaro.net/")
    assert unknown.status == 404
    assert "www.laprensagrafica.com" in unknown.text
    assert get("https://www.laprensagrafica.com/elsalvador/nada.html").status == 404


def test_an_unchanged_article_answers_304(get) -> None:
    url = article("dem-2017-06-12-izalco").url
    first = get(url)
    assert first.headers["last-modified"] == "Mon, 12 Jun 2017 16:30:00 GMT"
    again = get(url, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert get(url, If_Modified_Since=first.headers["last-modified"]).status == 304
    assert get(url, If_Modified_Since="Mon, 12 Jun 2017 16:29:59 GMT").status == 200
    assert get(url, If_None_Match='"other"', If_Modified_Since=first.headers["last-modified"]).status == 200


def test_gzip_only_when_asked_and_head_without_body(get) -> None:
    url = article("dem-2017-06-12-izalco").url
    plain, packed = get(url), get(url, Accept_Encoding="gzip, deflate")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.body == plain.body
    head = get(url, method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(plain.body)))


def test_it_can_be_asked_like_a_proxy() -> None:
    with DemoWeb() as web:
        connection = HTTPConnection(urlsplit(web.url).netloc, timeout=10)
        connection.request("GET", "http://www.laprensagrafica.com/robots.txt", headers={"Host": "127.0.0.1"})
        assert connection.getresponse().read().startswith(b"User-agent: *")
        connection.close()


def test_three_stories_change_in_the_second_night_and_some_are_new(connect) -> None:
    first, second = ({a.id: a for a in load_articles(night)} for night in (1, 2))
    assert {name for name in first if first[name] != second[name]} == CHANGED
    assert len(second) == len(first) + 3
    with DemoWeb(night=1) as web:
        get = connect(web)
        seen = {name: get(first[name].url) for name in CHANGED}
        new = next(a for name, a in second.items() if name not in first)
        assert get(new.url).status == 404
        web.night = 2
        assert get(new.url).status == 200
        for name, before in seen.items():
            after = get(second[name].url, If_None_Match=before.headers["etag"])
            assert after.status == 200
            assert after.headers["last-modified"] != before.headers["last-modified"]
            assert second[name].title in after.text


def test_the_toll_rises_in_two_stories_and_falls_in_one() -> None:
    def deaths(name: str, night: int) -> int:
        return int(article(name, night).truth["incidents"][0]["deaths"]["best"])

    change = {name: deaths(name, 2) - deaths(name, 1) for name in CHANGED}
    assert sorted(change.values()) == [-1, 1, 1]
    assert change["edh-2025-05-14-san-pedro-perulapan"] == -1


def test_faults_replace_answers_and_visits_are_recorded(connect) -> None:
    with DemoWeb() as web:
        get = connect(web)
        web.faults["elmundo.sv/robots.txt"] = Reply(b"", status=503, headers={"Retry-After": "2"})
        answer = get("https://elmundo.sv/robots.txt", User_Agent="probe")
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")
        assert get("https://elmundo.sv/feed/").status == 200
        time.sleep(0.02)
        assert [(v.host, v.target, v.status) for v in web.visits] == [
            ("elmundo.sv", "/robots.txt", 503),
            ("elmundo.sv", "/feed/", 200),
        ]
        assert web.visits[0].user_agent == "probe"
