/**
 * A plugin of Swagger UI for whoever administers with it: tasks that lead to their operation, lists as tables whose rows
 * lead to what can be done with them, and a second proof where an operation asks for one (RFC 9470), after which it is
 * done again.
 *
 * A function of the settings.
 */
export const CONSOLE_PLUGIN = `(settings) => {
  const SCHEME = 'gatehouse';
  const TASKS = [
    ['Find an application', 'get', '/admin/clients'],
    ['Register an application', 'post', '/admin/clients'],
    ['A secret leaked', 'post', '/admin/clients/{client_id}/secrets'],
    ['Somebody cannot sign in', 'get', '/admin/users'],
    ['Sign somebody out', 'delete', '/admin/users/{sub}/sessions'],
    ['Why did this fail?', 'get', '/admin/errors'],
    ['Would this work?', 'post', '/admin/explain/authorization'],
    ['Who changed what?', 'get', '/admin/events'],
    ['What is unused?', 'get', '/admin/reports/unused'],
    ['What could be safer?', 'get', '/admin/lint'],
  ];
  const COLUMNS = 6;
  const FIRST = ['client_name', 'name', 'username', 'type', 'email', 'at', 'client_id', 'user_id', 'sub', 'id'];

  const find = ({ specSelectors }, method, path) =>
    specSelectors.operations().find((one) => one.get('method') === method && one.get('path') === path);

  /** Opens an operation with these values in its fields. */
  const open = (system, found, values = {}) => {
    const [path, method, operation] = [found.get('path'), found.get('method'), found.get('operation')];
    const [tag, id] = [operation.get('tags').first(), operation.get('operationId')];
    for (const parameter of operation.get('parameters') || []) {
      const value = values[parameter.get('name')];
      if (value !== undefined) system.specActions.changeParamByIdentity([path, method], parameter, value, false);
    }
    system.layoutActions.show(['operations-tag', tag], true);
    system.layoutActions.show(['operations', tag, id], true);
    setTimeout(() => {
      const block = document.querySelector('[id="operations-' + tag.replace(/ /g, '_') + '-' + id + '"]');
      if (!block) return;
      block.scrollIntoView({ block: 'start' });
      const control = block.querySelector('.opblock-summary-control');
      if (control) control.focus();
    }, 200);
  };

  const parsed = (content) => {
    try {
      return JSON.parse(content);
    } catch {
      return undefined;
    }
  };
  const isTime = (name) => name.endsWith('_at') || name === 'at';
  const inWords = (name, value) =>
    isTime(name) && Number.isSafeInteger(value) && value > 0
      ? new Date(value * 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
      : Array.isArray(value) ? value.join(', ') : String(value);
  const isPlain = (value) =>
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.every((one) => typeof one === 'string'));

  const columnsOf = (items) => {
    const names = [...new Set(items.flatMap((item) => Object.keys(item).filter((name) => isPlain(item[name]))))];
    const first = FIRST.filter((name) => names.includes(name));
    return [...first, ...names.filter((name) => !first.includes(name))].slice(0, COLUMNS);
  };

  /** What can be done with one of the items of this list: the operations on paths that go on by its id. */
  const doable = ({ specSelectors }, address) => {
    const path = new URL(address).pathname.slice(new URL(settings.issuer).pathname.replace(/\\/$/, '').length);
    return specSelectors.operations().toArray().flatMap((found) => {
      const [start, name, rest] = found.get('path').split(/\\/\\{([^}]+)\\}/);
      return start === path && rest !== undefined && !rest.includes('{') ? [{ found, name, further: rest !== '' }] : [];
    });
  };
  const idIn = (item, name) => item[name] ?? item.id;

  const post = (path, form) =>
    fetch(settings.issuer + path, { method: 'POST', body: new URLSearchParams(form), credentials: 'omit' });
  const encoded = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
  const random = () => encoded(crypto.getRandomValues(new Uint8Array(32)));

  /** Signs in anew as the challenge asks (RFC 9470 §4), with the scopes of before. */
  const proveAgain = async (system, challenge) => {
    const { token, ...auth } = system.authSelectors.authorized().get(SCHEME).toJS();
    // In time with the click, or the browser lets no window open.
    const popup = window.open('about:blank');
    const [state, verifier] = [random(), random()];
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    const url = new URL(auth.schema.authorizationUrl);
    const asked = (name) => (new RegExp(name + '="?([^",]+)"?').exec(challenge) || [])[1];
    const parameters = {
      response_type: 'code', client_id: settings.clientId, redirect_uri: settings.redirectUrl, state,
      scope: token.scope, code_challenge: encoded(hash), code_challenge_method: 'S256',
      acr_values: asked('acr_values'), max_age: asked('max_age'),
    };
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
    return new Promise((resolve, reject) => {
      window.swaggerUIRedirectOauth2 = {
        auth, state, redirectUrl: settings.redirectUrl,
        errCb: ({ message }) => reject(new Error(message)),
        callback: async () => {
          const answer = await post('/token', {
            grant_type: 'authorization_code', code: auth.code, redirect_uri: settings.redirectUrl,
            client_id: settings.clientId, code_verifier: verifier,
          });
          const fresh = await answer.json();
          if (!answer.ok) return reject(new Error(fresh.error_description || fresh.error));
          system.authActions.authorizeOauth2({ auth, token: { ...token, ...fresh } });
          resolve();
        },
      };
      if (popup) {
        popup.opener = null;
        popup.location = url;
      } else {
        reject(new Error('The browser let no window open.'));
      }
    });
  };

  return () => ({
    wrapComponents: {
      operations: (Operations, system) => (props) => {
        const h = system.React.createElement;
        const tasks = TASKS.flatMap(([words, method, path]) => {
          const found = find(system, method, path);
          return found ? [[words, found]] : [];
        });
        const task = ([words, found]) =>
          h('li', { key: words },
            h('button', { className: 'btn', type: 'button', onClick: () => open(system, found) }, words));
        return h(
          system.React.Fragment,
          null,
          tasks.length > 0 &&
            h('nav', { className: 'gatehouse-tasks', 'aria-label': 'Tasks' }, h('ul', null, tasks.map(task))),
          h(Operations, props),
        );
      },
      responseBody: (ResponseBody, system) => (props) => {
        const h = system.React.createElement;
        const { items } = parsed(props.content) || {};
        if (!Array.isArray(items) || items.length === 0 || !items.every((item) => item && typeof item === 'object')) {
          return h(ResponseBody, props);
        }
        const columns = columnsOf(items);
        const ways = doable(system, props.url);
        const way = (item) => ({ found, name, further }) => {
          const words = found.get('operation').get('summary');
          const lead = () => open(system, found, { [name]: idIn(item, name) });
          return h('button', { key: words, className: 'btn', type: 'button', title: words, onClick: lead },
            further ? words : words.split(' ')[0]);
        };
        const [near, far] = [ways.filter(({ further }) => !further), ways.filter(({ further }) => further)];
        const row = (item, index) =>
          h('tr', { key: index },
            columns.map((name) => h('td', { key: name }, item[name] === undefined ? '' : inWords(name, item[name]))),
            ways.length > 0 &&
              h('td', null,
                near.map(way(item)),
                far.length > 0 && h('details', null, h('summary', null, 'More'), far.map(way(item)))));
        return h(
          'div',
          null,
          h('div', { className: 'gatehouse-table', tabIndex: 0, role: 'region', 'aria-label': 'Answer' },
            h('table', null,
              h('thead', null, h('tr', null,
                columns.map((name) => h('th', { key: name, scope: 'col' }, name)),
                ways.length > 0 && h('th', { scope: 'col' }, ''))),
              h('tbody', null, items.map(row)))),
          h('details', null, h('summary', null, 'The answer as JSON'), h(ResponseBody, props)),
        );
      },
      // Whoever copies the command hands on no token.
      curl: (Curl, system) => (props) => {
        const { request } = props;
        const place = ['headers', 'Authorization'];
        const hidden = /^Bearer /.test(request.getIn(place) || '') ? request.setIn(place, 'Bearer $TOKEN') : request;
        return system.React.createElement(Curl, { ...props, request: hidden });
      },
      liveResponse: (LiveResponse, system) => (props) => {
        const h = system.React.createElement;
        const [error, setError] = system.React.useState('');
        const { response, path, method } = props;
        // Swagger UI cuts what headers say at each comma.
        const challenge = response && response.get('status') === 401 && response.getIn(['headers', 'www-authenticate']);
        const words = challenge ? (challenge.join ? challenge.join(',') : challenge) : '';
        const again = () =>
          proveAgain(system, words)
            .then(() => system.specActions.execute({ operation: find(system, method, path).get('operation'), path, method }))
            .catch(({ message }) => setError(message));
        return h(
          system.React.Fragment,
          null,
          words.includes('insufficient_user_authentication') &&
            h('div', { className: 'gatehouse-again', role: 'status' },
              h('p', null, 'This asks you to prove once more that it is you.'),
              h('button', { className: 'btn authorize', id: 'docs-prove', type: 'button', onClick: again }, 'Sign in and do it'),
              error && h('p', { role: 'alert' }, error)),
          h(LiveResponse, props),
        );
      },
    },
  });
}`;
