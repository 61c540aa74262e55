import {
  getSchemaPath,
  type OpenAPIObject,
  type OperationObject,
  type PathItemObject,
  type ReferenceObject,
  type SchemaObject,
} from '@nestjs/swagger';
import type { GrantOptions } from '#endpoints/token';
import { FORM, tokenOperation } from './token-operation.js';

type Schema = SchemaObject | ReferenceObject;

/**
 * The document that people try out in Swagger UI, which cannot draw a form that is one of several:
 * each grant is an operation of its own. A fragment makes their paths differ, and no browser sends
 * a fragment.
 */
export function interactiveDocument(
  document: OpenAPIObject,
  grants: readonly GrantOptions[],
): OpenAPIObject {
  const paths = Object.entries(document.paths).flatMap(
    ([path, item]): [string, PathItemObject][] =>
      path === '/token'
        ? grants.map((grant) => [`/token#${grant.grantType}`, { post: operation(grant, document) }])
        : [[path, item]],
  );
  return withBlankForms(withNames({ ...document, paths: Object.fromEntries(paths) }));
}

function operation(grant: GrantOptions, document: OpenAPIObject): OperationObject {
  const withoutSecret = grant.publicClients
    ? ['- A client without a secret: its `client_id` in the form, nothing else.']
    : [];
  return {
    ...tokenOperation(document),
    operationId: `token_${grant.grantType.replace(/\W+/g, '_')}`,
    summary: grant.summary,
    description: [
      `${grant.specification}. The client authenticates in the way it is registered for:`,
      '',
      '- `client_secret_basic` (if nothing else was said): by the padlock, and not in the form.',
      '- `client_secret_post`: `client_id` and `client_secret` in the form.',
      '- `private_key_jwt`: `client_assertion_type` and `client_assertion` in the form.',
      ...withoutSecret,
    ].join('\n'),
    requestBody: {
      required: true,
      content: { [FORM]: { schema: { $ref: getSchemaPath(grant.request) } } },
    },
  };
}

/** Has the ID token say who signs in (OIDC Core §5.5), which Swagger UI shows. */
function withNames(document: OpenAPIObject): OpenAPIObject {
  const schemes = { ...document.components?.securitySchemes };
  const { gatehouse } = schemes;
  const flows = gatehouse !== undefined && 'flows' in gatehouse ? gatehouse.flows : undefined;
  const flow = flows?.authorizationCode;
  if (gatehouse === undefined || flow === undefined) return document;
  const claims = JSON.stringify({ id_token: { name: null, preferred_username: null } });
  const authorizationUrl = `${flow.authorizationUrl ?? ''}?claims=${encodeURIComponent(claims)}`;
  const named = { ...flows, authorizationCode: { ...flow, authorizationUrl } };
  schemes['gatehouse'] = { ...gatehouse, flows: named };
  return { ...document, components: { ...document.components, securitySchemes: schemes } };
}

/**
 * Leaves the fields of forms empty. Swagger UI fills in a value for each one, and a made-up scope or
 * secret is an error; what is empty is not sent.
 */
function withBlankForms(document: OpenAPIObject): OpenAPIObject {
  const forms = new Set(Object.values(document.paths).map(formOf));
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]): [string, Schema] => [
      name,
      forms.has(getSchemaPath(name)) ? blank(schema) : schema,
    ],
  );
  const { components } = document;
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

/** Where the schema of the form that is posted to this path is. */
function formOf({ post }: PathItemObject): string | undefined {
  const body = post?.requestBody;
  const schema = body && 'content' in body ? body.content[FORM]?.schema : undefined;
  return schema && '$ref' in schema ? schema.$ref : undefined;
}

function blank(form: Schema): Schema {
  if ('$ref' in form) return form;
  const { properties = {}, required = [] } = form;
  const fields = Object.entries(properties).map(([name, field]): [string, Schema] => {
    // What has to be chosen, such as the grant type, is chosen from a list.
    const chosen = 'enum' in field && required.includes(name);
    return [name, chosen || '$ref' in field ? field : blankField(field)];
  });
  return { ...form, properties: Object.fromEntries(fields) };
}

/** What was filled in moves to where it is only read. */
function blankField({ enum: values, ...field }: SchemaObject): SchemaObject {
  const examples = (values ?? [field.example]) as unknown[];
  const hint = examples
    .filter((example) => typeof example === 'string')
    .map((text) => `\`${text}\``);
  const description = [
    field.description ?? '',
    hint.length === 0 ? '' : `Such as ${hint.join(', ')}.`,
  ];
  return { ...field, description: description.join(' ').trim(), example: '' };
}
