import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  Optional,
} from '@nestjs/common';
import type { Observable } from 'rxjs';

/** Does a request once, however often it is sent. Whoever keeps the answers provides it. */
export abstract class RequestsOnce {
  abstract intercept(context: ExecutionContext, next: CallHandler): Observable<unknown>;
}

/** The outermost of a management endpoint: what is kept is what was answered. */
@Injectable()
export class OnceInterceptor implements NestInterceptor {
  constructor(@Optional() @Inject(RequestsOnce) private readonly once: RequestsOnce | undefined) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return this.once?.intercept(context, next) ?? next.handle();
  }
}
