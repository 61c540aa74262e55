import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DynamicModule, Inject, Injectable, Module, type Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { type Config, StartRefused, VERSION } from '#platform/config';
import { definePart, defineScript } from '#platform/http';
import { Granted, OAuthError, parseScope } from '#protocol';
import { SignInMethodProvider } from '#people/sign-in';
import { UserRepository, UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { GrantController } from '#endpoints/token';
import { Targets, TokenContributor, TokensModule } from '#tokens';

/**
 * What an extension is given. It imports nothing of Gatehouse and no Nest of its own: those in the bundle are
 * others, and a decorator of another Nest is found by nobody.
 */
export const gatehouse = {
  version: VERSION,
  nest: { Module, Inject, Injectable },
  /** Says by what the constructor of a class is called, where no compiler does. */
  inject: (type: Type, dependencies: readonly unknown[]): void => {
    Reflect.defineMetadata('design:paramtypes', dependencies, type);
  },
  parameters: { ApiProperty, IsOptional, IsString, MaxLength },
  GrantController,
  SignInMethodProvider,
  TokenContributor,
  definePart,
  defineScript,
  Granted,
  OAuthError,
  parseScope,
  ClientsModule,
  Targets,
  TokensModule,
  UserRepository,
  UsersModule,
} as const;

export type {
  ClientPlan,
  Grant,
  GrantContext,
  GrantOptions,
  SubjectPlan,
  UserPlan,
} from '#endpoints/token';
export type { Attempt, MethodPart, SignInMethod, SignInMethodOptions } from '#people/sign-in';
export type { Contribution, Occasion } from '#tokens';

export type Gatehouse = typeof gatehouse;

/** The default export of an extension. */
export type Extension = (given: Gatehouse) => ExtensionModules | Promise<ExtensionModules>;

export interface ExtensionModules {
  readonly modules: readonly (Type | DynamicModule)[];
}

/**
 * The modules of the operator's own extensions, in the order of EXTENSIONS.
 * @throws StartRefused when one is not there, or is no extension
 */
export async function loadExtensions({ extensions }: Config): Promise<(Type | DynamicModule)[]> {
  const modules: (Type | DynamicModule)[] = [];
  for (const path of extensions) {
    const refuse = (reason: string) => new StartRefused([`EXTENSIONS: ${path} ${reason}`]);
    const file = resolve(path);
    if (!existsSync(file)) throw refuse('is not there.');
    try {
      const { default: extension } = (await import(pathToFileURL(file).href)) as {
        default?: unknown;
      };
      if (typeof extension !== 'function')
        throw new Error('has no function as its default export.');
      const { modules: own } = await (extension as Extension)(gatehouse);
      modules.push(...own);
    } catch (error) {
      throw refuse(error instanceof Error ? error.message : 'cannot be loaded.');
    }
  }
  return modules;
}
