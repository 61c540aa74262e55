/**
 * The script of the frame that clients ask whether the session is still the same. It reads one cookie that
 * is no secret, and answers the page that embeds it, if that is at home at an origin of the client:
 * `unchanged`, `changed`, or `error` where the question makes no sense or the browser keeps our cookies from
 * frames. Whoever makes up a question about nobody, to learn whether somebody is here, is told `error`.
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

const registered = new Map();
function isRegistered(clientId, origin) {
  const query = new URLSearchParams({ client_id: clientId, origin }).toString();
  if (!registered.has(query)) {
    const asked = fetch(location.pathname + '/client?' + query, { credentials: 'omit' });
    registered.set(query, asked.then(({ status }) => status === 204));
    asked.catch(() => registered.delete(query));
  }
  return registered.get(query);
}

async function answer(question, origin) {
  const parts = /^(\\S{1,255}) ([\\w-]{43})\\.([\\w-]{1,43})$/.exec(question);
  if (parts === null || origin === 'null') return 'error';
  const [, clientId, hash, salt] = parts;
  if (!(await isRegistered(clientId, origin))) return 'error';
  if ((await sha256([clientId, origin, '', salt].join(' '))) === hash) return 'error';
  const state = browserState();
  if (state === '' && document.hasStorageAccess && !(await document.hasStorageAccess())) return 'error';
  return (await sha256([clientId, origin, state, salt].join(' '))) === hash ? 'unchanged' : 'changed';
}

addEventListener('message', async ({ data, origin, source }) => {
  if (typeof data !== 'string' || source === null || parent === window) return;
  const [embedder = origin] = location.ancestorOrigins ?? [];
  if (origin !== embedder) return;
  const target = origin === 'null' ? '*' : origin;
  source.postMessage(await answer(data, origin).catch(() => 'error'), target);
});
`;
