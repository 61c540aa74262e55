import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { accessOf } from './access.decorators.js';

/** Refuses every route that does not say how it is protected: forgetting is not public. */
@Injectable()
export class DeclaredAccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    if (accessOf(handler) !== undefined) return true;
    throw new Error(`${context.getClass().name}.${handler.name} does not declare its access`);
  }
}
