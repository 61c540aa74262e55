// oidc-client-ts is loaded before this script and leaves its names in `oidc`.
const { ErrorResponse, UserManager } = globalThis.oidc;

const settings = await (await fetch('/settings.json')).json();
const element = (id) => document.getElementById(id);

const users = new UserManager({
  ...settings,
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/signed-out`,
  scope: 'openid profile',
  // Names and the like are not in the ID token of the code flow (OpenID Connect Core section 5.4).
  loadUserInfo: true,
  // A minute before the access token expires, with the refresh token, which is a new one each time.
  automaticSilentRenew: true,
  // Whatever the person answers at Gatehouse: the tokens that were here end.
  revokeTokensOnSignout: true,
});

let renewals = 0;

function show(user) {
  element('signed-out').hidden = user !== null;
  element('signed-in').hidden = user === null;
  if (user === null) return;
  element('name').textContent = user.profile.name ?? user.profile.preferred_username ?? 'somebody';
  element('subject').textContent = user.profile.sub;
  element('expires').textContent = new Date(user.expires_at * 1000).toLocaleTimeString();
  element('renewals').textContent = String(renewals);
}

function say(text) {
  element('message').textContent = text;
}

/** Back from Gatehouse: checks state and ID token and redeems the code, then tidies the address up. */
async function comeBack() {
  try {
    await users.signinCallback();
  } catch (error) {
    const denied = error instanceof ErrorResponse && error.error === 'access_denied';
    say(denied ? 'You chose not to sign in. That is fine.' : `That did not work: ${error.message}`);
  }
  history.replaceState(null, '', '/');
}

/** The session was ended elsewhere, or the permission was taken back. */
async function end() {
  await users.removeUser();
  show(null);
  say('Your sign-in has ended. Sign in again to go on.');
}

/** Calls an API with the access token; userinfo stands in for one of your own. */
async function ask() {
  const user = await users.getUser();
  const endpoint = await users.metadataService.getUserInfoEndpoint();
  const answer = await fetch(endpoint, {
    headers: { authorization: `Bearer ${user?.access_token}` },
  });
  if (answer.status === 401) await end();
  else element('answer').textContent = JSON.stringify(await answer.json(), null, 2);
}

users.events.addUserLoaded((user) => {
  if (element('signed-in').hidden === false) renewals++;
  show(user);
});
users.events.addSilentRenewError((error) => {
  // Gatehouse said no; anything else, such as no network, may pass.
  if (error instanceof ErrorResponse) void end();
});

const on = (id, act) =>
  element(id).addEventListener('click', () => {
    say('');
    act().catch((error) => (error instanceof ErrorResponse ? end() : say(error.message)));
  });
on('sign-in', () => users.signinRedirect());
on('renew', () => users.signinSilent());
on('sign-out', () => users.signoutRedirect());
on('ask', ask);

if (location.pathname === '/callback') await comeBack();
if (location.pathname === '/signed-out') say('You are signed out.');
// In sessionStorage, for this tab only: a reload keeps it, closing the tab forgets it.
show(await users.getUser());
