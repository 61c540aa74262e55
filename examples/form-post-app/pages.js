// @ts-check
import { escape, page } from '../shared/page.js';

/**
 * @param {readonly string[]} visitors the latest first
 * @param {string | undefined} name of whoever looks at it
 */
export function book(visitors, name) {
  const lines = visitors.map((visitor) => `<li>${escape(visitor)}</li>`).join('');
  const account = name
    ? `<p>Welcome, <strong id="name">${escape(name)}</strong>. You stand in the book.</p>`
    : '<p><a class="button" id="sign-in" href="/sign-in">Sign in, and sign the book</a></p>';
  return page("Visitors' book", style, `<ol id="visitors">${lines}</ol>${account}`);
}

export function refused() {
  return page(
    'You did not sign in',
    style,
    '<p>That is fine: the book is there to read. <a class="button" href="/">Back to it</a></p>',
  );
}

export function failed() {
  return page('That did not work', style, '<p><a class="button" href="/">Back to the book</a></p>');
}

const style = `
  :root { color-scheme: light dark; --ink: light-dark(#1c2a33, #dfe9ee); --line: light-dark(#9fb4bf, #47606d);
    font: 1.05rem/1.6 Georgia, serif; }
  body { margin: 0; background: light-dark(#f4f8fa, #131b20); color: var(--ink); }
  main { max-width: 30rem; margin: 0 auto; padding: clamp(2rem, 8vh, 5rem) 1.25rem; }
  h1 { margin: 0 0 1.5rem; line-height: 1.15; }
  ol { margin: 0 0 2rem; padding: 0; list-style: none; }
  li { padding: .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
  .button { display: inline-block; padding: .6rem 1.1rem; border: 1px solid var(--ink); border-radius: .3rem;
    color: inherit; font-weight: 600; text-decoration: none; }`;
