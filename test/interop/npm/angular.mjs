// angular-auth-oidc-client in a small Angular application, compiled in the browser and bundled by esbuild.
import express from 'express';
import { build } from 'esbuild';

const { ISSUER, CLIENT_ID, BASE, PORT } = process.env;

const settings = {
  ...{ authority: ISSUER, clientId: CLIENT_ID, redirectUrl: `${BASE}/callback` },
  ...{ postLogoutRedirectUri: BASE, scope: 'openid profile email', responseType: 'code' },
};
const application = `
  import '@angular/compiler';
  import { Component, inject, provideZonelessChangeDetection, signal } from '@angular/core';
  import { bootstrapApplication } from '@angular/platform-browser';
  import { provideHttpClient } from '@angular/common/http';
  import { provideRouter } from '@angular/router';
  import { OidcSecurityService, provideAuth } from 'angular-auth-oidc-client';

  class Application {
    text = signal('');
    constructor() {
      const oidc = inject(OidcSecurityService);
      oidc.checkAuth().subscribe(({ isAuthenticated, userData }) => {
        if (isAuthenticated) this.text.set('signed in: ' + JSON.stringify(userData));
        else oidc.authorize();
      });
    }
  }
  const Root = Component({ selector: 'app-root', template: '<pre>{{ text() }}</pre>' })(Application);
  bootstrapApplication(Root ?? Application, {
    providers: [
      provideZonelessChangeDetection(),
      provideHttpClient(),
      provideRouter([{ path: '**', children: [] }]),
      provideAuth({ config: ${JSON.stringify(settings)} }),
    ],
  }).catch((error) => { document.body.textContent = String(error); });
`;
const { outputFiles } = await build({
  stdin: { contents: application, resolveDir: process.cwd() },
  ...{ bundle: true, format: 'esm', write: false, logLevel: 'error' },
});
const page =
  '<!doctype html><base href="/"><app-root></app-root><script type="module" src="app.js"></script>';

express()
  .get('/app.js', (_request, response) => response.type('js').send(outputFiles[0].text))
  .get('/favicon.ico', (_request, response) => response.status(204).end())
  .get('/{*path}', (_request, response) => response.type('html').send(page))
  .listen(PORT, '127.0.0.1');
