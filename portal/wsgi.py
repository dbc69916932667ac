"""The WSGI application that gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from portal.settings.env import use_site_environment

use_site_environment()
application = get_wsgi_application()
