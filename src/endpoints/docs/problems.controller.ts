import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  definePage,
  Endpoint,
  type HttpReply,
  PROBLEM_KINDS,
  type ProblemKind,
  Public,
  sendPage,
} from '#platform/http';

export interface ProblemsPage {
  problems: readonly (ProblemKind & { name: string })[];
}

export const problemsPage = definePage<ProblemsPage>(import.meta.url, 'problems');

/** What the `type` of a problem leads to (RFC 9457 §3.1.1). */
@ApiExcludeController()
@Endpoint({ errors: 'page', explainsProblems: true })
@Controller('docs/problems')
export class ProblemsController {
  private readonly page = problemsPage.render({
    problems: Object.entries(PROBLEM_KINDS).map(([name, kind]) => ({ name, ...kind })),
  });

  @Public()
  @Get()
  show(@Res() reply: HttpReply): void {
    sendPage(reply, this.page);
  }
}
