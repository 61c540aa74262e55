import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OAuthError, Parameters } from '#protocol';
import { jsonSyntaxError } from './json-syntax.js';
import { registerLinesParser } from './lines-body.js';

/** RFC 7396 §4. */
const MERGE_PATCH = 'application/merge-patch+json';

const NOT_UTF8 = 'A parameter is not correctly encoded.';

/** Limit: levels of a JSON document. None of ours is nested deeper than six. */
const MAX_DEPTH = 20;

/**
 * Body parsers: `application/x-www-form-urlencoded` becomes {@link Parameters}, JSON is parsed with
 * `__proto__` and `constructor` refused (attack L07). Everything else is answered with 415.
 */
export function registerBodyParsers(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      try {
        // What stands where bytes were not UTF-8: the value is not what was sent (attack A21).
        if (body.includes('\ufffd')) {
          throw refusedFor(OAuthError.invalidRequest(NOT_UTF8), 'a form in UTF-8', 'other bytes');
        }
        done(null, Parameters.parse(body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  const parseJson = instance.getDefaultJsonParser('error', 'error');
  instance.addContentTypeParser<string>(
    ['application/json', MERGE_PATCH],
    { parseAs: 'string' },
    (request, body, done) => {
      const refusal = refusalOf(request, body);
      if (refusal !== undefined) done(refusal);
      else if (body.trim() === '') done(null);
      else
        void parseJson(request, body, (error, value) =>
          done(error && malformed(body, error), value),
        );
    },
  );
  registerLinesParser(instance);
  // A compressed body would be inflated past every limit (attack L14).
  instance.addHook('onRequest', (request, _reply, done) => {
    const encoding = request.headers['content-encoding'];
    const refused = encoding !== undefined && encoding !== 'identity';
    done(
      refused
        ? refusedFor(
            OAuthError.invalidRequest('A compressed request body is not accepted.', 415),
            'no Content-Encoding',
            'one',
          )
        : undefined,
    );
  });
}

function refusalOf({ method, headers }: FastifyRequest, json: string): OAuthError | undefined {
  if (method !== 'PATCH' && headers['content-type']?.toLowerCase().startsWith(MERGE_PATCH)) {
    return refusedFor(
      OAuthError.invalidRequest('A merge patch is for PATCH only.', 415),
      'application/json',
      'a merge patch',
    );
  }
  if (!isNestedDeeply(json)) return undefined;
  return refusedFor(
    OAuthError.invalidRequest('The body is nested too deeply.'),
    `at most ${String(MAX_DEPTH)} levels`,
    'more',
  );
}

/** Says where a body stops being JSON; a name that is refused is in JSON as well. */
function malformed(json: string, error: Error): Error {
  const place = jsonSyntaxError(json);
  if (place === undefined) return error;
  const { line, column } = place;
  const where = `line ${String(line)}, column ${String(column)}`;
  return refusedFor(
    OAuthError.invalidRequest(`The body is not JSON from ${where} on.`),
    'JSON',
    `something else from ${where} on`,
  );
}

function refusedFor(error: OAuthError, expected: string, got: string): OAuthError {
  return error.refusedBy({ check: 'form-body', spec: 'RFC 9110 §8.3', expected, got });
}

/** Whoever reads a document level by level runs out of stack at some depth (attack L08). */
function isNestedDeeply(json: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length && depth <= MAX_DEPTH; i++) {
    const character = json[i];
    if (inString && character === '\\') i += 1;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
  }
  return depth > MAX_DEPTH;
}
