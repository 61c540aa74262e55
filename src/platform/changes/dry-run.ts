import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExtraModels, ApiQuery } from '@nestjs/swagger';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DRY_RUN, type HttpReply, type HttpRequest, TakesDryRun } from '#platform/http';
import { DryRunResponse } from './dry-run.response.js';
import { ForeseenEffects } from './effects.js';

/** Says what an answer is about that was not given. */
const OF_THE_ANSWER = ['etag', 'location'] as const;

/** With `dry_run=true` everything is checked and nothing is kept. */
@Injectable()
class DryRunInterceptor implements NestInterceptor {
  constructor(private readonly effects: ForeseenEffects) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { dry_run: asked } = http.getRequest<HttpRequest>().query as Record<string, unknown>;
    if (asked !== 'true' && asked !== true) return next.handle();
    const work = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(this.answer(work, http.getResponse<HttpReply>()));
  }

  private async answer(work: () => Promise<unknown>, reply: HttpReply): Promise<DryRunResponse> {
    const { rehearsal, effects } = await this.effects.rehearse(work);
    for (const name of OF_THE_ANSWER) void reply.removeHeader(name);
    void reply.status(200);
    return new DryRunResponse(rehearsal, effects);
  }
}

/** The operation can be asked what would come of it. Stands below whatever else looks at its answer. */
export const DryRunnable = () =>
  applyDecorators(
    TakesDryRun(),
    UseInterceptors(DryRunInterceptor),
    ApiExtraModels(DryRunResponse),
    ApiQuery({ name: 'dry_run', type: Boolean, required: false, description: DRY_RUN }),
  );
