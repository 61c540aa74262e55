import { describe, expect, it } from '@jest/globals';
import { startWorld } from '../../support/world.js';

describe('the welcome page', () => {
  it('names the issuer and leads to the account page and the API documentation', async () => {
    const world = await startWorld();
    const page = await world.get('/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain(`<code id="issuer">${world.issuer}</code>`);
    expect(page.text).toMatch(/id="account" href="[\w/]*\/account"/);
    expect(page.text).toMatch(/id="docs" href="[\w/]*\/docs"/);
    expect((await world.get('/account')).location?.pathname).toMatch(/\/interaction\//);
  });
});
