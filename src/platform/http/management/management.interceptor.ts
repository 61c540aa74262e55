import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import type { Observable } from 'rxjs';
import { OAuthError, type OAuthErrorCode, Parameters } from '#protocol';
import { type Fault, pointerTo, Problem } from '../problem.js';
import type { HttpRequest } from '../request.js';
import { tellsAllFaults } from './all-faults.decorator.js';
import { LinesBody } from '../lines-body.js';
import { type DeclaredRequest, declaredRequest } from './declared-request.js';
import { type MemberFault, type Members, readMembers } from './members.js';
import { nearestName } from './nearest-name.js';

/** Limit: faults that one answer tells of a body, and of a query. */
const MAX_TOLD = 50;

/**
 * What every operation of a management API has in common: its query and its body are read into the
 * classes that it declares, and what these do not know is refused by name.
 */
@Injectable()
export class ManagementInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const declared = declaredRequest(context.getClass(), context.getHandler());
    const body = await read(declared, request.body);
    const query = await readMembers(declared.query, request.query as object, 'refuse');
    const problem = problemOf(body.faults, query.faults);
    if (problem !== undefined) {
      // Of a request that says what nobody understands, the rest may mean something else too.
      const understood = problem.kind === 'invalid-request' && query.faults.length === 0;
      if (!understood || !tellsAllFaults(context.getHandler())) throw problem;
      request.facts.faults = problem;
      for (const { path } of body.faults) Reflect.deleteProperty(body.instance, path[0] ?? '');
    }
    request.body = body.instance;
    request.query = query.instance;
    return next.handle();
  }
}

/**
 * Reads what stands for the query of an operation into the class that it declares.
 * @throws Problem 400
 */
export async function readQuery<Query extends object>(
  type: Type<Query>,
  given: object,
): Promise<Query> {
  const { instance, faults } = await readMembers(type, given, 'refuse');
  const problem = problemOf([], faults);
  if (problem !== undefined) throw problem;
  return instance as Query;
}

/** Lines are read one by one, by the operation that takes them. */
async function read({ body: type }: DeclaredRequest, body: unknown): Promise<Members> {
  if (body instanceof LinesBody) return { instance: body, faults: [] };
  return readMembers(type, jsonObject(body), 'refuse');
}

/**
 * The members of a body: none when there is no body.
 * @throws OAuthError with `code` when it is no JSON object
 */
export function jsonObject(body: unknown, code: OAuthErrorCode = 'invalid_request'): object {
  if (body instanceof Parameters) {
    throw noObject(OAuthError.invalidRequest('The body must be application/json.', 415));
  }
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw noObject(new OAuthError(code, 'The body must be a JSON object.'));
}

function noObject(error: OAuthError): OAuthError {
  return error.refusedBy({
    ...{ check: 'form-body', spec: 'RFC 7591 §3.1' },
    ...{ expected: 'a JSON object', got: 'something else' },
  });
}

function problemOf(
  members: readonly MemberFault[],
  parameters: readonly MemberFault[],
): Problem | undefined {
  const errors: Fault[] = [
    ...faultsIn(members),
    ...parameters.slice(0, MAX_TOLD).map((fault) => ({
      parameter: fault.path.join('.'),
      detail: inWords(fault, 'parameter'),
    })),
  ];
  if (errors.length === 0) return undefined;
  if ([...members, ...parameters].every(({ detail }) => detail !== undefined)) {
    return new Problem('invalid-request', 'Some members are missing or malformed.', { errors });
  }
  const detail = 'The request says something that this operation does not know.';
  return new Problem('unknown-member', detail, { errors });
}

/** What is wrong with a body, as it is told. */
export function faultsIn(members: readonly MemberFault[]) {
  return members.slice(0, MAX_TOLD).map((fault) => ({
    pointer: pointerTo(fault.path),
    detail: inWords(fault, 'member'),
  }));
}

function inWords({ path, detail, known = [] }: MemberFault, what: string): string {
  if (detail !== undefined) return detail;
  const meant = nearestName(path.at(-1) ?? '', known);
  const suggestion = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `There is no such ${what}.${suggestion}`;
}
