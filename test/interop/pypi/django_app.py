# What the two Django libraries share: one module that is settings, urls and server.
import os
import sys
import tempfile

import django
from django.conf import settings


def serve(apps, backends, urls, **more):
    database = os.path.join(tempfile.mkdtemp(), "db.sqlite3")
    settings.configure(
        DEBUG=True,
        SECRET_KEY="interop interop interop interop interop",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            *apps,
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        AUTHENTICATION_BACKENDS=backends,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        **more,
    )
    django.setup()
    from django.core.management import call_command
    from django.http import HttpResponse, JsonResponse
    from django.urls import include, path

    def me(request):
        user = request.user
        if not user.is_authenticated:
            return JsonResponse({"error": "nobody is signed in"}, status=401)
        return JsonResponse({"name": user.get_full_name(), "email": user.email})

    def button(request):
        return HttpResponse('<form method="post" action="/login/oidc/"><button>Sign in</button></form>')

    sys.modules[__name__].urlpatterns = [
        *[path(prefix, include(module)) for prefix, module in urls],
        path("me", me),
        path("start", button),
    ]
    call_command("migrate", verbosity=0)
    call_command("runserver", "127.0.0.1:" + os.environ["PORT"], use_reloader=False)
