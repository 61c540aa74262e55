# Dovecot, as its documentation of OAuth 2 sets it up with introspection, behind a page that signs in by IMAP
# (OAUTHBEARER, RFC 7628) with whatever bearer token it is sent.
set -euo pipefail
here=$(dirname "$0")
dir=$(mktemp -d)
chmod 755 "$dir"
cat >"$dir/oauth2.conf" <<CONF
introspection_mode = post
introspection_url = ${ISSUER/:\/\//:\/\/$CLIENT_ID:$CLIENT_SECRET@}/introspect
username_attribute = email
CONF
cat >"$dir/dovecot.conf" <<CONF
base_dir = $dir/run
state_dir = $dir/state
log_path = /dev/stderr
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:$dir/mail/%u
first_valid_uid = 1
auth_mechanisms = oauthbearer xoauth2
passdb {
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = $dir/oauth2.conf
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$dir/mail/%u
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = $IMAP_PORT
  }
  inet_listener imaps {
    port = 0
  }
}
CONF
mkdir "$dir/mail"
chmod 777 "$dir/mail"
dovecot -F -c "$dir/dovecot.conf" &
exec node "$here/dovecot.mjs"
