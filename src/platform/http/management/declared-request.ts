import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { IntersectionType } from '@nestjs/swagger';
import { DryRunRequest, takesDryRun } from './dry-run.request.js';

/** The classes that a route reads its query and its body into, by `@Query()` and `@Body()`. */
export interface DeclaredRequest {
  readonly query: Type<object>;
  readonly body: Type<object>;
}

/** What a route takes that declares nothing: no member is known of a bare object. */
const NOTHING: Type<object> = Object;

/** As Nest keeps them: by kind and index. */
type Places = Readonly<Record<string, { index: number }>>;

const known = new WeakMap<object, DeclaredRequest>();

/** What a handler declares; worked out once. */
export function declaredRequest(controller: Type, handler: { name: string }): DeclaredRequest {
  const found = known.get(handler) ?? {
    query: withDryRun(handler, declared(controller, handler.name, RouteParamtypes.QUERY)),
    body: declared(controller, handler.name, RouteParamtypes.BODY),
  };
  known.set(handler, found);
  return found;
}

function withDryRun(handler: object, query: Type<object>): Type<object> {
  if (!takesDryRun(handler)) return query;
  return query === NOTHING ? DryRunRequest : IntersectionType(query, DryRunRequest);
}

function declared(controller: Type, name: string, kind: RouteParamtypes): Type<object> {
  const places = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Places;
  const prototype = controller.prototype as object;
  const types = Reflect.getMetadata('design:paramtypes', prototype, name) as Type<object>[];
  const place = Object.entries(places).find(([key]) => key.startsWith(`${String(kind)}:`));
  return (place && types[place[1].index]) ?? NOTHING;
}
