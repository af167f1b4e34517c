from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = "Commitments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from commitments import changes  # noqa: PLC0415 -- the models must be loaded first

        # As in sources/apps.py: a table that is rebuilt loses its triggers without a word.
        pre_migrate.connect(changes.drop_triggers, sender=self)
        post_migrate.connect(changes.create_triggers, sender=self)
