# mozilla-django-oidc, as its installation page says.
import os

from django_app import serve

issuer = os.environ["ISSUER"]
serve(
    ["mozilla_django_oidc"],
    ["mozilla_django_backend.Backend"],
    [("oidc/", "mozilla_django_oidc.urls")],
    OIDC_RP_CLIENT_ID=os.environ["CLIENT_ID"],
    OIDC_RP_CLIENT_SECRET=os.environ["CLIENT_SECRET"],
    OIDC_OP_AUTHORIZATION_ENDPOINT=issuer + "/authorize",
    OIDC_OP_TOKEN_ENDPOINT=issuer + "/token",
    OIDC_OP_USER_ENDPOINT=issuer + "/userinfo",
    OIDC_OP_JWKS_ENDPOINT=issuer + "/jwks",
    OIDC_RP_SIGN_ALGO="RS256",
    OIDC_RP_SCOPES="openid email profile",
    LOGIN_REDIRECT_URL="/me",
    LOGIN_REDIRECT_URL_FAILURE="/me",
)
