import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { accessOf } from './access.decorators.js';

/**
 * Refuses every route that does not declare how it is protected, so that a forgotten declaration opens
 * nothing.
 */
@Injectable()
export class DeclaredAccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    if (accessOf(handler) !== undefined) return true;
    throw new Error(`${context.getClass().name}.${handler.name} does not declare its access`);
  }
}
