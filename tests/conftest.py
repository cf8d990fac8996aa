"""Settings of every test: properties are tried on the same texts each time, so that a red run is the change's own.

``pytest --hypothesis-profile default`` looks for new counterexamples.
"""

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")
