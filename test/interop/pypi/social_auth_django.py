# python-social-auth for Django with its backend for OpenID Connect.
import os

from django_app import serve

serve(
    ["social_django"],
    ["social_core.backends.open_id_connect.OpenIdConnectAuth"],
    [("", "social_django.urls")],
    SOCIAL_AUTH_OIDC_OIDC_ENDPOINT=os.environ["ISSUER"],
    SOCIAL_AUTH_OIDC_KEY=os.environ["CLIENT_ID"],
    SOCIAL_AUTH_OIDC_SECRET=os.environ["CLIENT_SECRET"],
    SOCIAL_AUTH_LOGIN_REDIRECT_URL="/me",
    SOCIAL_AUTH_LOGIN_ERROR_URL="/me",
    SOCIAL_AUTH_RAISE_EXCEPTIONS=True,
)
