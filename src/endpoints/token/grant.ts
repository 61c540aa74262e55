import { applyDecorators, Controller, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ApiExcludeController, ApiExtraModels } from '@nestjs/swagger';
import type { Client, RegistrableGrant } from '#registry/clients';
import type { LegacyGrant } from '#platform/config';
import type { RequestOrigin } from '#platform/http';
import type { OAuthError, Parameters } from '#protocol';
import type { PlanFor } from './token-plan.js';

/** What a grant type declares about itself; `speaksFor` decides what it plans. */
export interface GrantOptions<For extends keyof PlanFor = keyof PlanFor> extends RegistrableGrant {
  /** The value of `grant_type` (RFC 6749 §4). */
  readonly grantType: string;
  readonly speaksFor: For;
  /** Whether a refresh token begins with its tokens, for a client that may have one (RFC 6749 §1.5). */
  readonly refreshToken: boolean;
  /** Its parameters: a class with class-validator and Swagger declarations. */
  readonly request: Type<object>;
  /** Whether clients that cannot authenticate may use it. */
  readonly publicClients: boolean;
  /** The parameters that name the APIs that a token is for; `resource` alone unless it says more. */
  readonly targets?: readonly string[];
  /** The error when what it rests on has ended; `invalid_grant` unless the specification has another. */
  readonly ended?: (reason: string, userId?: string) => OAuthError;
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

/** The one step that a grant writes: find out what was authorized, or throw an OAuthError. */
export interface Grant<Request extends object = object, For extends keyof PlanFor = keyof PlanFor> {
  authorize(request: Request, context: GrantContext): Promise<PlanFor[For]>;
}

const GrantMetadata = DiscoveryService.createDecorator<GrantOptions>();

/**
 * Marks the controller of a grant type. It declares no route: the token endpoint finds it and
 * dispatches on `grant_type`.
 */
export const GrantController = <For extends keyof PlanFor>(
  options: GrantOptions<For>,
): ((type: abstract new (...args: never[]) => Grant<object, For>) => void) =>
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
