/**
 * A plugin of Swagger UI for the session behind the padlocks: who has signed in and what they may do, tokens
 * that are renewed before they expire, and a sign-out that ends the session. Tokens stay in memory.
 *
 * A function of the settings.
 */
export const SESSION_PLUGIN = `(settings) => {
  const SCHEME = 'gatehouse';
  const AHEAD = 60;
  let renewal;
  let over = false;

  const post = (path, form) =>
    fetch(settings.issuer + path, { method: 'POST', body: new URLSearchParams(form), credentials: 'omit' });
  // The access token is for the API alone, so that the name is asked for in the ID token (OIDC Core §5.5).
  const nameOf = (idToken) => {
    const payload = atob(idToken.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = Uint8Array.from(payload, (char) => char.charCodeAt(0));
    const { name, preferred_username: username } = JSON.parse(new TextDecoder().decode(bytes));
    return name || username;
  };

  const renew = async (auth, token, { authActions }) => {
    const form = { grant_type: 'refresh_token', refresh_token: token.refresh_token, client_id: settings.clientId };
    const answer = await post('/token', form);
    if (answer.ok) authActions.authorizeOauth2({ auth, token: { ...token, ...(await answer.json()) } });
    // The session is over: the padlocks open again.
    else if (answer.status < 500) {
      over = true;
      authActions.logout([SCHEME]);
    }
    else renewLater(auth, token, { authActions }, AHEAD / 4);
  };
  const renewLater = (auth, token, system, seconds) => {
    clearTimeout(renewal);
    if (!token.refresh_token) return;
    renewal = setTimeout(() => renew(auth, token, system), Math.max(1, seconds) * 1000);
  };

  const signOut = (idToken) => {
    const query = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: settings.home });
    location.assign(settings.issuer + '/logout?' + query);
  };

  return () => ({
    statePlugins: {
      auth: {
        wrapActions: {
          authorizeOauth2: (original, system) => (payload) => {
            const { auth, token } = payload;
            if (auth.name === SCHEME) {
              over = false;
              renewLater(auth, token, system, (token.expires_in || AHEAD) - AHEAD);
            }
            return original(payload);
          },
          logout: (original, { authSelectors }) => (names) => {
            const idToken = authSelectors.authorized().getIn([SCHEME, 'token', 'id_token']);
            clearTimeout(renewal);
            const outcome = original(names);
            if (names.includes(SCHEME) && idToken && !over) signOut(idToken);
            return outcome;
          },
        },
      },
    },
    wrapComponents: {
      AuthorizeBtnContainer: (AuthorizeBtn, { React, authSelectors, authActions }) => (props) => {
        const h = React.createElement;
        const token = authSelectors.authorized().getIn([SCHEME, 'token']);
        const idToken = token && token.get('id_token');
        const [name, setName] = React.useState('');
        React.useEffect(() => {
          if (idToken) setName((before) => nameOf(idToken) || before);
        }, [idToken]);
        const scopes = ((token && token.get('scope')) || '').split(' ').filter((scope) => scope.includes(':'));
        return h(
          React.Fragment,
          null,
          h(AuthorizeBtn, props),
          token &&
            h(
              'div',
              { className: 'gatehouse-session', role: 'status' },
              h('p', null, 'Signed in as ', h('strong', null, name)),
              scopes.length > 0
                ? h('details', null,
                    h('summary', null, 'You may do what needs one of ' + scopes.length + ' scopes'),
                    h('ul', null, scopes.map((scope) => h('li', { key: scope }, h('code', null, scope)))))
                : h('p', null, 'Your account has no role that administers anything, or you asked for no such scope.'),
              h('button', { className: 'btn', id: 'docs-sign-out', type: 'button', onClick: () => authActions.logout([SCHEME]) }, 'Sign out'),
            ),
        );
      },
    },
  });
}`;
