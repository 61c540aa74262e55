import type { CreateResourceServerRequest } from './resource-server.request.js';
import { type ResourceServerPresetName, resourceServerPreset } from './resource-server-presets.js';

/** What is asked for, and what the preset says where that does not. */
export function withApiPreset(
  body: CreateResourceServerRequest,
  preset: ResourceServerPresetName,
): CreateResourceServerRequest {
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  const { members } = resourceServerPreset(preset);
  return Object.assign({}, members, Object.fromEntries(given)) as CreateResourceServerRequest;
}
