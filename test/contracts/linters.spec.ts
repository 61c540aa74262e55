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
      // What takes no credentials and no parameters has nothing of its own to refuse.
      rules: { 'operation-4xx-response': 'off' },
    });
    const problems = await lintFromString({ source: text, config });
    const told = problems.map(
      ({ ruleId, message, location: [place] }) => `${ruleId} ${place?.pointer ?? ''}: ${message}`,
    );
    expect(told).toEqual([]);
  });
});
