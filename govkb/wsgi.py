"""The entry point of the server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govkb.settings")

application = get_wsgi_application()

# What is loaded now stays for good, and the collector need not look through it again and again:
# with all addresses and their views that is some hundred thousand objects. An answer makes
# thousands more, of which none is left; looking after every few hundred finds nothing.
get_resolver().url_patterns  # noqa: B018 -- loads the views
gc.collect()
gc.freeze()
gc.set_threshold(20_000)
