# Apache with mod_auth_openidc, as the README of the module sets it up, before a page that shows what it was told.
set -euo pipefail
dir=$(mktemp -d)
mkdir "$dir/cgi"
cat >"$dir/cgi/me" <<'PAGE'
#!/bin/sh
printf 'content-type: text/plain\n\n'
env | grep '^OIDC_CLAIM_' || true
PAGE
chmod +x "$dir/cgi/me"
chmod -R a+rX "$dir"
cat >"$dir/httpd.conf" <<CONF
ServerRoot /usr/lib/apache2
ServerName localhost
Listen 127.0.0.1:$PORT
PidFile $dir/pid
ErrorLog $dir/error.log
User www-data
Group www-data
Mutex file:$dir default
DefaultRuntimeDir $dir
LoadModule mpm_prefork_module modules/mod_mpm_prefork.so
LoadModule authn_core_module modules/mod_authn_core.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule authz_user_module modules/mod_authz_user.so
LoadModule alias_module modules/mod_alias.so
LoadModule cgi_module modules/mod_cgi.so
LoadModule auth_openidc_module modules/mod_auth_openidc.so
OIDCProviderMetadataURL $ISSUER/.well-known/openid-configuration
OIDCClientID $CLIENT_ID
OIDCClientSecret $CLIENT_SECRET
OIDCScope "openid profile email groups"
OIDCRedirectURI $REDIRECT_URI
OIDCCryptoPassphrase interop
OIDCPassClaimsAs environment
ScriptAlias / $dir/cgi/
<Location />
  AuthType openid-connect
  Require valid-user
</Location>
CONF
chmod 777 "$dir"
exec /usr/sbin/apache2 -X -f "$dir/httpd.conf"
