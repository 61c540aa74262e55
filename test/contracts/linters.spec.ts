import { beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import { startWorld } from '../support/world.js';

describe.each(['token', 'open'])('/openapi.json, where REGISTRATION=%s', (REGISTRATION) => {
  let text: string;

  beforeAll(async () => {
    const world = await startWorld({ REGISTRATION });
    // Of the address of a test alone the linter would rightly say that nobody can reach it.
    text = (await world.get('/openapi.json')).text.replaceAll(
      world.issuer,
      'https://id.example.org',
    );
  });

  it('is OpenAPI', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(text));
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it('leaves a linter nothing to say', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        // What takes no credentials and no parameters has nothing of its own to refuse.
        'operation-4xx-response': 'off',
        // By path alone; the test below looks at methods.
        'no-ambiguous-paths': 'off',
      },
    });
    const problems = await lintFromString({ source: text, config });
    const told = problems.map(
      ({ ruleId, message, location: [place] }) => `${ruleId} ${place?.pointer ?? ''}: ${message}`,
    );
    expect(told).toEqual([]);
  });

  it('has no two operations for one request', () => {
    const { paths } = JSON.parse(text) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method, ...path.split('/')]),
    );
    const same = (one = '', other = '') => one === other || `${one}${other}`.includes('{');
    const meet = (one: string[], other: string[]) =>
      one.length === other.length && one.every((part, place) => same(part, other[place]));
    const met = routes.flatMap((one, index) =>
      routes.slice(index + 1).filter((other) => meet(one, other) && !isFirst(one, other)),
    );
    expect(met).toEqual([]);
  });
});

/** Of two that meet, the one with a word where the other has a parameter is meant (OpenAPI 3.0 §4.7.8.2). */
function isFirst(one: readonly string[], other: readonly string[]): boolean {
  const words = (route: readonly string[], compared: readonly string[]) =>
    route.some((part, place) => !part.includes('{') && compared[place]?.includes('{') === true);
  return words(one, other) !== words(other, one);
}
