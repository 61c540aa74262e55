// @ts-check
// What a browser does between an authorization request and its code.
import { FORM, exchange, expectStatus } from '../load/http.js';
import { CookieJar } from './cookie-jar.js';

/** @import { HttpAnswer, HttpRequest, Person } from '../types.js' */
/** @typedef {{ agent: import('node:http').Agent; jar: CookieJar; origin: string | undefined }} Browser */

const MAX_STEPS = 12;

/** @param {Browser} browser @param {HttpRequest} request */
async function visit({ agent, jar }, request) {
  const headers = { ...request.headers, ...jar.header(request.url) };
  const answer = await exchange(agent, { ...request, headers });
  jar.keep(answer);
  return answer;
}

/** @param {string} text */
const unescape = (text) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x2F;', '/')
    .replaceAll('&#47;', '/')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** @param {string} tag @param {string} name */
const attribute = (tag, name) => {
  const value = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return value === null ? undefined : unescape(value[1] ?? value[2] ?? value[3] ?? '');
};

/**
 * The submission of the page's form: its hidden fields, the person's name and password where it asks
 * for them, and the button that agrees.
 * @param {string} page
 * @param {string} url
 * @param {Person} user
 * @param {string} [origin] the site that the browser believes to be on
 * @returns {HttpRequest}
 */
function fillForm(page, url, user, origin = new URL(url).origin) {
  const forms = page.match(/<form\b[\s\S]*?<\/form>/gi) ?? [];
  const form =
    forms.find((candidate) => /id="?(login-submit|consent-approve)\b/.test(candidate)) ?? forms[0];
  if (form === undefined) throw new Error(`no form at ${url}: ${page.slice(0, 200)}`);
  const opening = form.slice(0, form.indexOf('>') + 1);
  const fields = new URLSearchParams();
  for (const tag of form.match(/<(input|button)\b[^>]*>/gi) ?? []) {
    const name = attribute(tag, 'name');
    if (name === undefined) continue;
    const isButton = /^<button/i.test(tag) || attribute(tag, 'type') === 'submit';
    if (isButton && !/^(login-submit|consent-approve)$/.test(attribute(tag, 'id') ?? '')) continue;
    if (name === 'username' || name === 'password') fields.set(name, user[name]);
    else if (attribute(tag, 'type') === 'checkbox' && !/\schecked\b/i.test(tag)) continue;
    else fields.append(name, attribute(tag, 'value') ?? '');
  }
  const action = new URL(attribute(opening, 'action') || url, url).href;
  const headers = { ...FORM, origin, 'sec-fetch-site': 'same-origin' };
  return { method: 'POST', url: action, headers, body: fields.toString() };
}

/**
 * Follows redirects and fills in forms until the application is called back.
 * @param {Browser} browser
 * @param {string} authorizationUrl
 * @param {string} redirectUri
 * @param {Person} user
 * @returns {Promise<URL>} the call back
 */
export async function signIn(browser, authorizationUrl, redirectUri, user) {
  /** @type {HttpRequest} */
  let request = { method: 'GET', url: authorizationUrl };
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const answer = await visit(browser, request);
    const { location } = answer.headers;
    if (location !== undefined) {
      const next = new URL(location, request.url);
      if (next.href.startsWith(redirectUri)) return next;
      request = { method: 'GET', url: next.href };
    } else {
      // A form that comes back after the password was sent is a refusal, not the next step.
      if (request.method === 'POST' && /type="?password/.test(answer.body)) {
        throw new Error(`sign-in refused: ${answer.status} ${textOf(answer)}`);
      }
      expectStatus(answer, 200, `sign-in at ${new URL(request.url).pathname}`);
      request = fillForm(answer.body, request.url, user, browser.origin);
    }
  }
  throw new Error(`sign-in did not end after ${MAX_STEPS} steps`);
}

/** @param {HttpAnswer} answer */
const textOf = ({ body }) =>
  body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 200);

/** @param {Browser} browser @param {string} url */
export const open = (browser, url) => visit(browser, { method: 'GET', url });

/** @param {import('node:http').Agent} agent @param {string} [origin] @returns {Browser} */
export const newBrowser = (agent, origin) => ({ agent, jar: new CookieJar(), origin });
