"""Back-fill: an outlet's stories of years ago, from its own lists, from web archives, from WARC files and corpora on this
machine.

``window`` says which days, ``cdx``, ``warcs`` and ``corpus`` read what others have collected (pure readers), ``sources`` lists
the outlet's own archives, ``spider`` fetches, ``local`` stores what lies on this machine, ``coverage`` counts months.
"""
