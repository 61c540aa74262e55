import { beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import { startWorld } from '../support/world.js';
import { ApiDocuments } from '#endpoints/docs';
import { writeFileSync } from 'node:fs';

describe('/openapi.json, in the eyes of others', () => {
  let text: string;
  beforeAll(async () => {
    const world = await startWorld({ REGISTRATION: 'open' });
    text = world.application.nest.get(ApiDocuments).contract;
    writeFileSync('/tmp/rules-openapi.json', text);
  });

  it('is OpenAPI', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(text));
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it('has nothing that a linter would have otherwise', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source: text, config });
    const told = problems.map(
      ({ ruleId, message, location: [place] }) => `${ruleId} ${place?.pointer ?? ''}: ${message}`,
    );
    expect(told).toEqual([]);
  });
});
