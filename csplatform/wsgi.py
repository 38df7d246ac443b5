"""Pages, by WSGI."""

import os

from django.core.wsgi import get_wsgi_application

from core.tenancy.roles import guard_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csplatform.settings.production")
application = get_wsgi_application()
guard_role()
