from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class GovkbConfig(AppConfig):
    name = "govkb"

    def ready(self) -> None:
        from govkb import stamp  # noqa: PLC0415 -- the models must be loaded first

        # As in sources/apps.py: a table that is rebuilt loses its triggers without a word. Every
        # app says that it is about to migrate before the first one does.
        pre_migrate.connect(stamp.drop_triggers, sender=self)
        post_migrate.connect(stamp.create_triggers, sender=self)


class GovkbAdminConfig(AdminConfig):
    default_site = "govkb.admin.GovkbAdminSite"
