"""One process of the server as `manage.py run` starts it, for the database that settings name.

python -m tests.benchmarks.api.server PORT
"""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from govkb.management.commands.run import serve

    serve("127.0.0.1", int(sys.argv[1]), 1)
