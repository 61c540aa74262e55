import { applyDecorators, Controller, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ApiExcludeController, ApiExtraModels } from '@nestjs/swagger';
import type { Client } from '#registry/clients';
import type { LegacyGrant } from '#platform/config';
import type { RequestOrigin } from '#platform/http';
import type { Parameters } from '#protocol';
import type { Authorization } from '#tokens';

/** What a grant type declares about itself. */
export interface GrantOptions {
  /** The value of `grant_type` (RFC 6749 §4). */
  readonly grantType: string;
  /** Its parameters: a class with class-validator and Swagger declarations. */
  readonly request: Type<object>;
  /** Whether clients that cannot authenticate may use it. */
  readonly publicClients: boolean;
  /** Only where LEGACY_GRANTS names it; elsewhere it does not exist. */
  readonly legacy?: LegacyGrant;
  /** Where it is specified, as in `RFC 6749 §4.4`. */
  readonly specification: string;
  /** In a sentence, for the documentation. */
  readonly summary: string;
}

/** What a grant knows about the request beyond its own parameters. */
export interface GrantContext {
  readonly client: Client;
  /** Everything that was sent, for parameters that may be repeated. */
  readonly parameters: Parameters;
  readonly origin: RequestOrigin;
}

/** The one step that a grant writes: find out what was authorized, or throw. */
export interface Grant<Request extends object = object> {
  authorize(request: Request, context: GrantContext): Promise<Authorization>;
}

const GrantMetadata = DiscoveryService.createDecorator<GrantOptions>();

/**
 * Marks the controller of a grant type. It declares no route: the token endpoint finds it and
 * dispatches on `grant_type`.
 */
export const GrantController = (options: GrantOptions): ClassDecorator =>
  applyDecorators(
    Controller(),
    ApiExcludeController(),
    ApiExtraModels(options.request),
    GrantMetadata(options),
  );

export function grantOptionsOf(discovery: DiscoveryService) {
  return discovery.getControllers({ metadataKey: GrantMetadata.KEY }).map((wrapper) => ({
    grant: wrapper.instance as Grant,
    options: discovery.getMetadataByDecorator(GrantMetadata, wrapper) as GrantOptions,
  }));
}
