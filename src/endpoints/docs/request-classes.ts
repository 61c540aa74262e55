import type { Type } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { type DeclaredRequest, declaredRequest } from '#platform/http';

/** The classes that routes read their requests into. */
export interface RequestClasses {
  /** By the id of the operation. */
  readonly ofOperation: ReadonlyMap<string, DeclaredRequest>;
  /** By the names of their schemas, with those inside them. */
  readonly byName: ReadonlyMap<string, Type<object>>;
}

export function requestClasses(discovery: DiscoveryService): RequestClasses {
  const ofOperation = new Map<string, DeclaredRequest>();
  const byName = new Map<string, Type<object>>();
  for (const { metatype } of discovery.getControllers()) {
    const controller = metatype as Type;
    for (const name of Object.getOwnPropertyNames(controller.prototype)) {
      const declared = declaredRequest(controller, { name });
      ofOperation.set(operationId(controller.name, name), declared);
      collect(declared.body, byName);
    }
  }
  return { ofOperation, byName };
}

/** `ResourceServersController.list` becomes `resource_servers_list`. */
export function operationId(controller: string, method: string): string {
  const words = `${controller.replace(/Controller$/, '')}_${method}`;
  return words.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}

function collect(type: Type<object>, found: Map<string, Type<object>>): void {
  if (found.has(schemaName(type))) return;
  found.set(schemaName(type), type);
  for (const inner of innerClasses(type)) collect(inner, found);
}

/** A class may have another name in the document (`@ApiSchema()`). */
function schemaName(type: Type<object>): string {
  const named = Reflect.getMetadata('swagger/apiSchema', type) as { name?: string }[] | undefined;
  return named?.[0]?.name ?? type.name;
}

/** Those of members that are objects: what @nestjs/swagger knows of them. */
function innerClasses({ prototype }: Type<object>): Type<object>[] {
  const target = prototype as object;
  const names = (Reflect.getMetadata('swagger/apiModelPropertiesArray', target) ?? []) as string[];
  return names.flatMap((name) => {
    const { type } = Reflect.getMetadata('swagger/apiModelProperties', target, name.slice(1)) as {
      type?: unknown;
    };
    const [inner] = [type].flat();
    return typeof inner === 'function' && 'prototype' in inner ? [inner as Type<object>] : [];
  });
}
