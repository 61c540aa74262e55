// @ts-check
import { html, layout } from './layout.js';

/** @param {boolean} connected */
export function home(connected) {
  return layout(
    'Print my photos',
    html`<h1>Print my photos</h1>
      <p class="lead">
        Your pictures on paper, six to a sheet. They stay in your photo library; we only look, and
        only with your permission.
      </p>
      ${
        connected
          ? html`<p><a class="button" href="/prints">Show my print sheet</a></p>
              ${disconnectForm}`
          : html`<p><a class="button" id="connect" href="/connect">Choose my photo library</a></p>`
      }
      <ol class="steps">
        <li>Sign in at your organization. We never see your password.</li>
        <li>Allow us to see your photos. We cannot change them.</li>
        <li>Print the sheet, then disconnect whenever you like.</li>
      </ol>`,
  );
}

/** @param {{ id: string, title: string }[]} photos */
export function prints(photos) {
  const sheet = photos.map(
    ({ id, title }) =>
      html`<li>
        <figure>
          <img class="photo" src="/prints/photos/${id}" alt="${title}" width="300" height="200" />
          <figcaption>${title}</figcaption>
        </figure>
      </li>`,
  );
  return layout(
    'Your print sheet',
    html`<header class="bar">
        <h1>Your print sheet</h1>
        <p>${photos.length} photos. Your browser's print command puts them on paper.</p>
      </header>
      <ul class="sheet">
        ${sheet}
      </ul>
      ${disconnectForm}`,
  );
}

/** @param {boolean} revoked whether Gatehouse confirmed it */
export function disconnected(revoked) {
  return revoked
    ? farewell('Disconnected', 'We can no longer see your photos and have forgotten your session.')
    : farewell(
        'Disconnected here',
        'We have forgotten your session, but your sign-in service did not answer. ' +
          'Take the permission back on its account page to be sure.',
      );
}

export function denied() {
  return message(
    'You did not allow access',
    'That is fine: we have not seen any of your photos. If you change your mind, you can try again.',
  );
}

/**
 * @param {string} error
 * @param {string} [description]
 */
export function refused(error, description) {
  return message('Sign-in did not work', `The sign-in service said ${error}. ${description ?? ''}`);
}

export function ended() {
  return message('Your permission has ended', 'To print again, allow access once more.');
}

export function notPermitted() {
  return message('We may not see your photos', 'The permission you gave does not include them.');
}

export function unexpected() {
  return message('Please start again', 'This page was opened out of turn, or a little too late.');
}

export function libraryUnavailable() {
  return message('Your photo library does not answer', 'Please try again in a moment.', '/prints');
}

export function failed() {
  return message('Something went wrong', 'Nothing was printed or changed. Please try again.');
}

const disconnectForm = html`<form method="post" action="/disconnect">
  <button class="quiet" id="disconnect">Disconnect from my photos</button>
</form>`;

/**
 * @param {string} title
 * @param {string} text
 * @param {string} [again] where the button leads
 */
function message(title, text, again = '/connect') {
  return layout(
    title,
    html`<h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="${again}">Try again</a> <a class="quiet" href="/">Home</a></p>`,
  );
}

/**
 * @param {string} title
 * @param {string} text
 */
function farewell(title, text) {
  return layout(
    title,
    html`<h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="/">Home</a></p>`,
  );
}
