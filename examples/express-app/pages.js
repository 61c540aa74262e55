// @ts-check
import { escape, page } from '../shared/page.js';

/**
 * @param {{ text: string, by: string }[]} notices
 * @param {import('./sign-in.js').Person | undefined} person
 */
export function board(notices, person) {
  const account = person
    ? `<p>Signed in as <strong id="name">${escape(person.name)}</strong>
        <span id="email">${escape(person.email ?? '')}</span></p>
      <form method="post" action="/notices">
        <label for="text">Your notice</label>
        <input id="text" name="text" maxlength="280" required>
        <button id="pin">Pin it</button>
      </form>
      <form method="post" action="/sign-out"><button id="sign-out">Sign out</button></form>`
    : `<p><a class="button" id="sign-in" href="/sign-in">Sign in to pin something</a></p>`;
  const list = notices.map(
    ({ text, by }) => `<li><q>${escape(text)}</q> <cite>${escape(by)}</cite></li>`,
  );
  return page('Notice board', style, `<ul id="notices">${list.join('')}</ul>${account}`);
}

export function refused() {
  return page(
    'You did not sign in',
    style,
    '<p>That is fine: the board is there to read. <a class="button" href="/">Back to it</a></p>',
  );
}

export function failed() {
  return page(
    'That did not work',
    style,
    '<p><a class="button" href="/">Back to the board</a></p>',
  );
}

const style = `
  :root { color-scheme: light dark; --ink: light-dark(#2b2410, #f1ead6); --line: light-dark(#c9b98a, #6b5f3d);
    font: 1rem/1.55 system-ui, sans-serif; }
  body { margin: 0; background: light-dark(#fbf6e7, #1d1a12); color: var(--ink); }
  main { max-width: 34rem; margin: 0 auto; padding: clamp(2rem, 8vh, 5rem) 1.25rem; }
  h1 { margin: 0 0 1.5rem; line-height: 1.15; }
  ul { display: grid; gap: .75rem; margin: 0 0 2rem; padding: 0; list-style: none; }
  li { padding: .9rem 1rem; border: 1px solid var(--line); border-radius: .3rem; overflow-wrap: anywhere; }
  cite { display: block; font-size: .9rem; opacity: .8; }
  form { display: grid; gap: .4rem; margin: 1rem 0; justify-items: start; }
  input { width: 100%; box-sizing: border-box; padding: .6rem; font: inherit; }
  button, .button { display: inline-block; padding: .6rem 1.1rem; border: 1px solid var(--ink); border-radius: .3rem;
    background: none; color: inherit; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }`;
