"""Scrapy settings: each default of Scrapy 2.19 that is wrong for us, with its reason."""

import os
from pathlib import Path
from typing import Any

BOT_NAME = "sucesos"
SPIDER_MODULES = ["scrapers.spiders"]
NEWSPIDER_MODULE = "scrapers.spiders"
TEMPLATES_DIR = str(Path(__file__).with_name("templates"))  # `scrapy genspider -t outlet NAME DOMAIN`

# We say who we are and how to reach us (an address in SUCESOS_CONTACT), and never pretend to be a browser.
USER_AGENT = f"sucesos/0.1 (research on violence in El Salvador; {os.environ.get('SUCESOS_CONTACT', 'no contact configured')})"
ROBOTSTXT_USER_AGENT = "sucesos"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "es,en;q=0.5",  # Scrapy says "en", and bilingual outlets would answer in English
}

# Manners. Scrapy's default is 8 requests at a time on a host, without delay, ignoring robots.txt.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 16
CONCURRENT_ITEMS = 1  # a response makes one item; the default starts 100 tasks for each response, a fifth of all our time
DOWNLOAD_DELAY = 0  # the waiting is done in scrapers.politeness.Pace, which Crawl-delay and Retry-After reach
AUTOTHROTTLE_ENABLED = False  # it would wear down the delays that hosts ask for
DOWNLOADER_MIDDLEWARES: dict[str, Any] = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a 5xx as permission
    "scrapers.politeness.PoliteRobotsMiddleware": 100,
    # Not needed: no cookies, no passwords, our own counts; hosts are checked at the one door out.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
}
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"  # where we come from is nobody's business; switching the middleware off warns at each redirect

# One door out: declared hosts only, mirror, archive.
DOWNLOAD_HANDLERS: dict[str, Any] = {
    "http": "scrapers.download.OutletDownloadHandler",
    "https": "scrapers.download.OutletDownloadHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
TWISTED_DNS_RESOLVER = "scrapers.download.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True  # off by default; an outlet may opt out, and that is logged

# Bounds. An article page of 8 MB does not exist; a slow or endless body must not hold the night.
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # scrapers.download keeps what came of a torn answer before it fails it
DOWNLOAD_TIMEOUT = 60
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the reason is stored with the URL; it is not an error of ours
REDIRECT_MAX_TIMES = 5  # RFC 9309 asks for at least five on robots.txt
METAREFRESH_ENABLED = False
URLLENGTH_LIMIT = 2083
MEMUSAGE_LIMIT_MB = 1024

# No doors in.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
EXTENSIONS: dict[str, Any] = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,  # scrapers.worker reports progress
    "scrapers.worker.Reporter": 0,
}
ITEM_PIPELINES: dict[str, Any] = {"scrapers.pipelines.StorePipeline": 0}
SPIDER_MIDDLEWARES: dict[str, Any] = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
}
# The frontier in SQLite survives kill -9 (JOBDIR does not) and knows what was fetched.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
STATS_DUMP = False
LOG_LEVEL = "WARNING"
LOG_ENABLED = True
