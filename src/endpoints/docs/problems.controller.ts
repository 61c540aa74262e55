import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type HttpReply, PROBLEM_KINDS, Public, renderPage, sendPage } from '#platform/http';

/** What the `type` of a problem leads to (RFC 9457 §3.1.1). */
@ApiExcludeController()
@Controller('docs/problems')
export class ProblemsController {
  private readonly html = renderPage('problems', {
    problems: Object.entries(PROBLEM_KINDS).map(([name, kind]) => ({ name, ...kind })),
  });

  @Public()
  @Get()
  show(@Res() reply: HttpReply): void {
    sendPage(reply, this.html);
  }
}
