import type { OpenAPIObject, OperationObject } from '@nestjs/swagger';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Created.',
  204: 'Done, and there is nothing to show.',
};

/** Adds a description to successful responses that have none, since OpenAPI requires one. */
export function withResponseDescriptions(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.patch, path.put, path.delete]) {
      if (operation !== undefined) describe(operation);
    }
  }
  return document;
}

function describe({ responses }: OperationObject): void {
  for (const [status, response] of Object.entries(responses)) {
    if (response !== undefined && 'description' in response && response.description === '') {
      response.description = DESCRIPTIONS[status] ?? 'The answer.';
    }
  }
}
