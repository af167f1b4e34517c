"""The admin site: Django's own, with our name on it."""

from django.contrib.admin import AdminSite


class GovkbAdminSite(AdminSite):
    site_header = "govkb curation"
    site_title = "govkb curation"
    index_title = "Collections"
