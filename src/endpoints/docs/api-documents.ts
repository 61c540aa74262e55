import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ClientAuthenticationRequest } from '#registry/clients';
import { Config } from '#platform/config';
import type { StaticFile } from '#platform/http';
import { ResourceServers } from '#registry/resources';
import { type GrantOptions, GrantRegistry } from '#endpoints/token';
import { withCommonRules } from './common-rules.js';
import { configurationSchema } from './configuration-schema.js';
import { documentHeader } from './document-header.js';
import { interactiveDocument } from './interactive-document.js';
import { operationId, requestClasses } from './request-classes.js';
import { withRequestSchemas, withUsedSchemas } from './request-schemas.js';
import { withResponseDescriptions } from './response-descriptions.js';
import { withUsedTags } from './tags.js';
import { withClientAuthentication, withTokenOperation } from './token-operation.js';

export const CONFIGURATION_SCHEMA = '/gatehouse.schema.json';

interface Documents {
  readonly contract: StaticFile;
  readonly interactive: StaticFile;
  readonly configuration: StaticFile;
}

/**
 * The two API documents (OpenAPI 3.0), as JSON. They are made from the controllers and the grant
 * registry when somebody first asks for one, so that nobody waits for them at start-up.
 */
@Injectable()
export class ApiDocuments {
  private app: NestFastifyApplication | undefined;
  private made: Documents | undefined;

  constructor(
    private readonly config: Config,
    private readonly resourceServers: ResourceServers,
    private readonly grants: GrantRegistry,
    private readonly discovery: DiscoveryService,
  ) {}

  /** Says whose controllers to describe; called once, when all routes are known. */
  describe(app: NestFastifyApplication): void {
    this.app = app;
  }

  /** What clients can rely on: every operation as it is on the wire. */
  get contract(): StaticFile {
    return this.documents.contract;
  }

  /** The same for trying it out in a browser: each grant is an operation of its own. */
  get interactive(): StaticFile {
    return this.documents.interactive;
  }

  /** What may stand in a configuration file (JSON Schema). */
  get configuration(): StaticFile {
    return this.documents.configuration;
  }

  private get documents(): Documents {
    this.made ??= this.make();
    return this.made;
  }

  private make(): Documents {
    const grants = this.grants.all().map(({ options }) => options);
    const classes = requestClasses(this.discovery);
    const scanned = withUsedTags(withResponseDescriptions(this.scan(grants)));
    const ruled = withCommonRules(scanned, classes, this.config.registration);
    const described = withRequestSchemas(ruled, classes.byName);
    const document = withClientAuthentication(described, grants);
    const schema = configurationSchema(document, this.config.url(CONFIGURATION_SCHEMA));
    return {
      configuration: { ...fileOf(schema), contentType: 'application/schema+json; charset=utf-8' },
      contract: fileOf(withUsedSchemas(withTokenOperation(document, grants))),
      interactive: fileOf(withUsedSchemas(interactiveDocument(document, grants))),
    };
  }

  private scan(grants: readonly GrantOptions[]): OpenAPIObject {
    if (this.app === undefined) throw new Error('the documents are made after start-up');
    return SwaggerModule.createDocument(
      this.app,
      documentHeader(this.config, this.resourceServers.own),
      {
        extraModels: [ClientAuthenticationRequest, ...grants.map(({ request }) => request)],
        operationIdFactory: operationId,
      },
    );
  }
}

function fileOf(document: object): StaticFile {
  const body = Buffer.from(JSON.stringify(document));
  return { body, contentType: 'application/json; charset=utf-8' };
}
