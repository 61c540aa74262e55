// @ts-check

/**
 * What there is to open and to try.
 *
 * @param {{
 *   at: (name: any) => string,
 *   admin: { username: string, password: string },
 *   people: import('./people.js').Person[],
 *   state: Record<string, string>,
 * }} demo
 */
export function page({ at, admin, people, state }) {
  const [somebody] = people;
  const rows = people.map(
    ({ username, password, name }) => `  ${username.padEnd(8)}${password}   ${name}`,
  );
  const person = `PERSON=${somebody?.username} PERSON_PASSWORD=${somebody?.password}`;
  return `
Gatehouse and its examples are running. Ctrl-C ends all of it and leaves nothing behind.

SIGN IN AS
${rows.join('\n')}
  ${admin.username.padEnd(8)}${admin.password}   administers Gatehouse

OPEN
  ${at('printing')}   Photo printing: asks for your permission to see your photos
  ${at('express')}   Notice board: an Express application
  ${at('book')}   Visitors' book: an older application, by the hybrid flow
  ${at('spa')}   Single-page application: renews its tokens by itself
  ${at('gatehouse')}/account   where you are signed in, and what you have allowed
  ${at('gatehouse')}/docs   Swagger UI: administer, as ${admin.username}

TRY
  Print photos as ${somebody?.username}, then sign in to the notice board: no second password.
  Take the permission to print back on the account page, and reload the photos.
  Sign out of the notice board, and renew in the single-page application.
  Refuse at any of them: that is fine.

  Services call one another in each other's name:
    curl -d '{"item":"Tea","cents":450}' -H 'content-type: application/json' ${at('orders')}/orders
  An application that takes passwords, and why not to build it (examples/first-party-app):
    ${assignments(state)} \\
    ${person} node examples/first-party-app/main.js
  A build that deploys in the name of whoever pushed, without a password of theirs:
    ${assignments(state)} \\
    PERSON=${somebody?.username} node examples/build-pipeline/main.js

A TELEVISION shows this, and waits for you to answer it in the browser:`;
}

/** @param {Record<string, string>} state */
export function televisionAgain(state) {
  return `
To see the television again:
    ${assignments(state)} \\
    node examples/tv/main.js`;
}

/** @param {Record<string, string>} variables */
function assignments(variables) {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
