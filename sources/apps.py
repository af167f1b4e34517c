from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate

from sources import checks, immutability


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "Sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(checks.check_capture, Tags.security)
        register(checks.check_no_laboratory, Tags.security, deploy=True)
        # SQLite rebuilds a table to alter it and loses the table's triggers without a word,
        # so they are dropped before every migration and made again after it.
        pre_migrate.connect(immutability.drop_triggers, sender=self)
        post_migrate.connect(immutability.create_triggers, sender=self)
