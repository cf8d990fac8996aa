"""The one door out: names that lead into the local network, hosts that are not the outlet's, delays and limits of a night."""

import pytest
from scrapy.settings import Settings
from twisted.internet import reactor
from twisted.internet.error import DNSLookupError

from scrapers.download import GuardedResolver
from scrapers.politeness import MAX_CRAWL_DELAY, shared_pace
from scrapers.worker import LIVE_DELAY, LIVE_LIMIT, MIRROR_CRAWL_DELAY, settings_for

ORDER = {"database": "a", "archive": "b", "outlets": [], "mirror": None, "delay": None, "limit": None, "recheck": "due"}


class Process:
    """Stands for Scrapy's process, of which the resolver reads only the settings."""

    def __init__(self, mirror: str | None) -> None:
        self.settings = Settings({"SUCESOS_MIRROR": mirror, "DNS_TIMEOUT": 1.0})


def resolver(mirror: str | None = None) -> GuardedResolver:
    """A resolver as the crawl has it."""
    return GuardedResolver.from_crawler(Process(mirror), reactor)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1"])
def test_a_name_that_leads_home_is_refused(address: str) -> None:
    with pytest.raises(DNSLookupError, match="private address"):
        resolver()._public(address, "www.elsalvador.com")


def test_public_addresses_and_the_mirror_pass() -> None:
    assert resolver()._public("190.5.137.1", "www.elsalvador.com") == "190.5.137.1"
    assert resolver("http://demo.internal:80")._public("10.1.2.3", "demo.internal") == "10.1.2.3"
    assert resolver("http://127.0.0.1:80")._public("127.0.0.1", "127.0.0.1") == "127.0.0.1"
    with pytest.raises(DNSLookupError):
        resolver("http://demo.internal:80")._public("10.1.2.3", "www.elsalvador.com")


def test_the_real_web_is_never_asked_faster() -> None:
    live = settings_for(ORDER)
    assert live.getfloat("SUCESOS_DELAY") == LIVE_DELAY >= 2
    assert settings_for(ORDER | {"delay": 0.1}).getfloat("SUCESOS_DELAY") == LIVE_DELAY
    assert settings_for(ORDER | {"delay": 5}).getfloat("SUCESOS_DELAY") == 5
    assert live.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert live.getint("SUCESOS_LIMIT") == LIVE_LIMIT
    assert live.getfloat("SUCESOS_MAX_CRAWL_DELAY") == MAX_CRAWL_DELAY
    assert live.getbool("ROBOTSTXT_OBEY")
    assert live.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert not live.getbool("TELNETCONSOLE_ENABLED")
    assert not live.getbool("REMOTE_CONTROL_ENABLED")
    mirrored = settings_for(ORDER | {"mirror": "http://127.0.0.1:1"})
    assert mirrored.getfloat("SUCESOS_DELAY") == 0
    assert mirrored.getfloat("SUCESOS_MAX_CRAWL_DELAY") == MIRROR_CRAWL_DELAY
    assert mirrored.getint("SUCESOS_LIMIT") == 0
    assert mirrored.getbool("ROBOTSTXT_OBEY")


def test_outlets_share_one_pace() -> None:
    assert shared_pace(2.0, 60.0) is shared_pace(2.0, 60.0)
