from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class GovkbConfig(AppConfig):
    name = "govkb"

    def ready(self) -> None:
        from commitments import integrity  # noqa: PLC0415 -- the models must be loaded first
        from govkb import stamp  # noqa: PLC0415
        from govkb.search import changes, index  # noqa: PLC0415

        # As in sources/apps.py: a table that is rebuilt loses its triggers without a word. Every
        # app says that it is about to migrate before the first one does.
        for module in (stamp, changes):
            pre_migrate.connect(module.drop_triggers, sender=self)
            post_migrate.connect(module.create_triggers, sender=self)
        if index.differences not in integrity.RULES_OF_OTHERS:
            integrity.RULES_OF_OTHERS.append(index.differences)


class GovkbAdminConfig(AdminConfig):
    default_site = "govkb.admin.GovkbAdminSite"
