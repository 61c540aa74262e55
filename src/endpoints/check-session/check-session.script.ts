/**
 * The script of the frame that clients ask whether the session is still the same. It reads one cookie that
 * is no secret, and answers whoever asks: `unchanged`, `changed`, or `error` where the question makes no
 * sense or the browser keeps our cookies from frames.
 *
 * @param cookie the name of the cookie
 */
export const checkSessionScript = (cookie: string): string => `
const prefix = ${JSON.stringify(`${cookie}=`)};

function browserState() {
  const pair = document.cookie.split('; ').find((one) => one.startsWith(prefix));
  return pair === undefined ? '' : pair.slice(prefix.length);
}

async function sha256(text) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const binary = String.fromCharCode(...new Uint8Array(digest));
  return btoa(binary).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
}

async function answer(question, origin) {
  const parts = /^(\\S{1,64}) ([\\w-]{43})\\.([\\w-]{1,43})$/.exec(question);
  if (parts === null || origin === 'null') return 'error';
  const [, clientId, hash, salt] = parts;
  const state = browserState();
  if (state === '' && document.hasStorageAccess && !(await document.hasStorageAccess())) return 'error';
  return (await sha256([clientId, origin, state, salt].join(' '))) === hash ? 'unchanged' : 'changed';
}

addEventListener('message', async ({ data, origin, source }) => {
  if (typeof data !== 'string' || source === null) return;
  const target = origin === 'null' ? '*' : origin;
  source.postMessage(await answer(data, origin).catch(() => 'error'), target);
});
`;
