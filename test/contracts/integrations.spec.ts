import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CANDIDATES } from '../interop/candidates.js';
import { repositoryFiles } from '../support/repository-files.js';
import { startWorld } from '../support/world.js';

const pages = repositoryFiles().filter((path) => /^docs\/integrations\/(?!README)/.test(path));
const textOf = (path: string) => readFileSync(path, 'utf8');
const index = textOf('docs/integrations/README.md');

/** The request of a page: `curl -X POST "$ISSUER/admin<path>" ... -d '<body>'`. */
function requestOf(text: string): { path: string; body: { identifier?: unknown } } {
  const [, path = ''] = /curl -X POST "\$ISSUER\/admin([^"]+)"/.exec(text) ?? [];
  const [, body = ''] = /-d '([^']+)'/.exec(text) ?? [];
  return { path, body: JSON.parse(body) as { identifier?: unknown } };
}

describe('docs/integrations', () => {
  it('has twenty pages and more, each of one screen and in the index', () => {
    expect(pages.length).toBeGreaterThan(20);
    for (const path of pages) {
      expect([path, textOf(path).split('\n').length < 60]).toEqual([path, true]);
      expect(index).toContain(`(${path.replace('docs/integrations/', '')})`);
    }
    expect(textOf('README.md')).toContain('docs/integrations/README.md');
  });

  it.each(pages)('%s registers what can be registered', async (page) => {
    const world = await startWorld();
    const { path, body } = requestOf(textOf(page));
    // Others may have registered the same API.
    const { identifier } = body;
    const own = typeof identifier === 'string' ? { identifier: `${identifier}/${page}` } : {};
    const answer = await world.admin.post(path, { ...body, ...own });
    expect([page, answer.status, answer.text]).toEqual([page, 201, expect.any(String)]);
    // The settings of a preset are on its page.
    const settings = answer.json.configuration?.settings ?? {};
    if (path.includes('preset=')) {
      expect(textOf(page)).toContain(`**Preset:** \`${path.split('preset=')[1] ?? ''}\``);
      expect(settings).toBeDefined();
    }
  });

  it('says "tried" of what npm run interop runs, and of nothing else', () => {
    for (const path of pages) {
      const [, name] = /npm run interop -- (\S+)`/.exec(textOf(path)) ?? [];
      if (name === undefined) {
        expect(textOf(path)).toContain('**Not tried here:**');
        continue;
      }
      const candidate = CANDIDATES.find((one) => one.name === name);
      expect([path, candidate?.file]).toEqual([path, expect.any(String)]);
    }
  });
});
