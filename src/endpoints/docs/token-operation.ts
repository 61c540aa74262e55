import {
  getSchemaPath,
  type OpenAPIObject,
  type OperationObject,
  type SchemaObject,
} from '@nestjs/swagger';
import { ClientAuthenticationRequest } from '#registry/clients';
import type { GrantOptions } from '#endpoints/token';

export const FORM = 'application/x-www-form-urlencoded';

/** The operation of the token endpoint, apart from what follows from the grants. */
export function tokenOperation({ paths }: OpenAPIObject): OperationObject {
  const operation = paths['/token']?.post;
  if (operation === undefined) throw new Error('the token endpoint is not documented');
  return operation;
}

/**
 * `/token` as it is on the wire: one operation, whose form is that of one of the grants, told apart
 * by `grant_type`.
 */
export function withTokenOperation(
  document: OpenAPIObject,
  grants: readonly GrantOptions[],
): OpenAPIObject {
  const forms = grants.map(
    ({ grantType, request }) => [grantType, getSchemaPath(request)] as const,
  );
  const schema: SchemaObject = {
    oneOf: forms.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName: 'grant_type', mapping: Object.fromEntries(forms) },
  };
  const list = grants.map(
    ({ grantType, summary, specification }) => `- \`${grantType}\`: ${summary} (${specification}).`,
  );
  const post: OperationObject = {
    ...tokenOperation(document),
    description: ['By one of these grants:', '', ...list].join('\n'),
    requestBody: { required: true, content: { [FORM]: { schema } } },
  };
  return { ...document, paths: { ...document.paths, '/token': { post } } };
}

/** The schemas, with the ways to authenticate by form parameters added to the form of each grant. */
export function withClientAuthentication(
  document: OpenAPIObject,
  grants: readonly GrantOptions[],
): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, SchemaObject>;
  const { [ClientAuthenticationRequest.name]: credentials, ...others } = schemas;
  const forms = grants.map(({ request }): [string, SchemaObject] => {
    const own = others[request.name];
    const properties = { ...own?.properties, ...credentials?.properties };
    return [request.name, { ...own, properties }];
  });
  const extended = { ...others, ...Object.fromEntries(forms) };
  return { ...document, components: { ...document.components, schemas: extended } };
}
