from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class GovkbConfig(AppConfig):
    name = "govkb"


class GovkbAdminConfig(AdminConfig):
    default_site = "govkb.admin.GovkbAdminSite"
