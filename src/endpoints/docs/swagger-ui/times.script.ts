/**
 * A plugin of Swagger UI that says in words what the times of an answer are. In the answer itself they
 * stay NumericDates: whole seconds since 1970 (RFC 7519 §2).
 */
export const TIMES_PLUGIN = `(() => {
  const MOST = 200;
  const isTime = (name) => name.endsWith('_at') || ['exp', 'iat', 'nbf', 'auth_time'].includes(name);
  const inWords = (seconds) =>
    seconds === 0 ? 'never' : new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' });

  const timesOf = (value, path = '') => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, member]) => {
      const place = path + '/' + name;
      return isTime(name) && Number.isSafeInteger(member) && member >= 0
        ? [[place, inWords(member)]]
        : timesOf(member, place);
    });
  };

  const parsed = (content) => {
    try {
      return JSON.parse(content);
    } catch {
      return undefined;
    }
  };

  return () => ({
    wrapComponents: {
      responseBody: (ResponseBody, { React }) => (props) => {
        const h = React.createElement;
        const times = timesOf(parsed(props.content));
        const row = ([place, words]) =>
          h('tr', { key: place }, h('th', { scope: 'row' }, place), h('td', null, words));
        return h(
          React.Fragment,
          null,
          h(ResponseBody, props),
          times.length > 0 &&
            h(
              'details',
              { className: 'gatehouse-times', open: times.length <= 12 },
              h('summary', null, 'Times in words'),
              h('table', null, h('tbody', null, times.slice(0, MOST).map(row))),
            ),
        );
      },
    },
  });
})()`;
