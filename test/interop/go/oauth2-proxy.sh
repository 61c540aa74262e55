# oauth2-proxy before an application that knows no sign-in; it shows at /oauth2/userinfo whom it let in.
exec bin/oauth2-proxy --provider oidc --oidc-issuer-url "$ISSUER" \
  --client-id "$CLIENT_ID" --client-secret "$CLIENT_SECRET" --redirect-url "$REDIRECT_URI" \
  --http-address "127.0.0.1:$PORT" --upstream static://200 --email-domain '*' \
  --cookie-secret 0123456789abcdef0123456789abcdef --cookie-secure=false \
  --scope 'openid profile email groups' --skip-provider-button
