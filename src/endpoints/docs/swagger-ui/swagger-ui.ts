import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { BasePath } from '#platform/http';
import { ADMIN_SCOPES } from '#registry/resources';
import { type Asset, asset, upstreamAsset } from './asset.js';
import { initializerScript } from './initializer.script.js';
import { oauth2RedirectScript } from './oauth2-redirect.script.js';
import { HOME_PATH, SWAGGER_UI_CLIENT_ID } from './swagger-ui.client.js';
import { oauth2RedirectPage, swaggerUiPage } from './swagger-ui.page.js';
import { style } from './swagger-ui.style.js';

const REDIRECT_PATH = '/docs/oauth2-redirect.html';

/** The pages and files of Swagger UI, read and put together once at start-up. */
@Injectable()
export class SwaggerUi {
  readonly page: string;
  readonly oauth2RedirectPage: string;
  /** By name. What is not here is not served. */
  readonly assets: ReadonlyMap<string, Asset>;

  constructor(config: Config) {
    const basePath = new BasePath(config);
    const initializer = asset(
      'initializer.js',
      initializerScript({
        issuer: config.issuer,
        document: basePath.outside('/docs/openapi.json'),
        redirectUrl: config.url(REDIRECT_PATH),
        clientId: SWAGGER_UI_CLIENT_ID,
        home: config.url(HOME_PATH),
        scopes: ['openid', ...ADMIN_SCOPES],
      }),
    );
    const redirect = asset('oauth2-redirect.js', oauth2RedirectScript);
    const bundle = upstreamAsset('swagger-ui-bundle.js');
    const theirs = upstreamAsset('swagger-ui.css');
    const ours = asset('gatehouse.css', style);
    this.page = basePath.inHtml(swaggerUiPage([theirs, ours], [bundle, initializer]));
    this.oauth2RedirectPage = basePath.inHtml(oauth2RedirectPage([ours], redirect));
    this.assets = new Map(
      [initializer, redirect, bundle, theirs, ours].map((file) => [file.name, file]),
    );
  }
}
