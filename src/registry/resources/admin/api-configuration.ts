import type { Config } from '#platform/config';
import { allFilledIn } from '../filled-in.js';
import { protectedResourceMetadata } from '../protected-resource-metadata.js';
import type { ResourceServer } from '../resource-server.js';
import { type ResourceServerPresetName, resourceServerPreset } from './resource-server-presets.js';

/** What an API asks of whoever sets it up, and what to write into the settings of its framework. */
export function apiConfigurationOf(
  { identifier, accessTokenAlgorithm, accessTokenType }: ResourceServer,
  config: Config,
  preset?: ResourceServerPresetName,
): Record<string, unknown> {
  const facts = {
    issuer: config.issuer,
    jwks_uri: config.url('/jwks'),
    introspection_endpoint: config.url('/introspect'),
    resource_metadata: protectedResourceMetadata(config, identifier),
  };
  const settings =
    preset === undefined
      ? undefined
      : allFilledIn(resourceServerPreset(preset).settings, { ...facts, identifier });
  return {
    ...facts,
    audience: identifier,
    access_token_signing_alg: accessTokenAlgorithm,
    access_token_type_header: accessTokenType,
    ...(settings === undefined ? {} : { settings }),
  };
}
