import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import type { Client } from '../client.js';
import type { Finding } from './lint.js';
import { LINT_SEVERITIES, type LintSeverity } from './lint-rule.js';

/** What a rule found in a client. */
export class FindingResponse {
  @ApiProperty({ example: 'pkce-optional' })
  rule: string;

  @ApiProperty({ enum: LINT_SEVERITIES, description: 'info: what our own defaults do.' })
  severity: LintSeverity;

  @ApiPropertyOptional({ example: 'RFC 9700 §2.1.1' })
  spec?: string;

  @ApiProperty({ example: '/require_pkce', description: 'The member (RFC 6901).' })
  pointer: string;

  @ApiProperty()
  detail: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'false',
    description: 'What stands there.',
  })
  found: string | null;

  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    example: { require_pkce: true },
    description: 'A merge patch after which the rule finds nothing; absent where only people know.',
  })
  fix?: object;

  constructor({ rule, severity, pointer, found, fix }: Finding) {
    this.rule = rule.name;
    this.severity = severity;
    if (rule.spec !== '') this.spec = rule.spec;
    this.pointer = pointer;
    this.detail = rule.detail;
    this.found = found === null ? null : String(found);
    if (fix !== undefined) this.fix = fix;
  }
}

/** What was found in one client. */
export class LintedClientResponse {
  @ApiProperty()
  client_id: string;

  @ApiProperty()
  client_name: string;

  @ApiProperty({ type: [FindingResponse], description: 'What weighs most first.' })
  findings: FindingResponse[];

  constructor({ id, name }: Client, findings: readonly Finding[]) {
    this.client_id = id;
    this.client_name = name;
    this.findings = findings.map((finding) => new FindingResponse(finding));
  }
}

export class LintedClientListResponse extends ListResponse {
  @ApiProperty({
    type: [LintedClientResponse],
    description: 'Those clients of the page in which something was found.',
  })
  items: LintedClientResponse[];

  constructor(page: Page<Client>, findings: readonly (readonly Finding[])[]) {
    super(page);
    this.items = page.items
      .map((client, index) => new LintedClientResponse(client, findings[index] ?? []))
      .filter(({ findings: found }) => found.length > 0);
  }
}

/** What was changed, or would be. */
export class FixedClientResponse extends LintedClientResponse {
  @ApiProperty({ type: Object, additionalProperties: true, description: 'A merge patch.' })
  patch: object;

  constructor(client: Client, findings: readonly Finding[], patch: object) {
    super(client, findings);
    this.patch = patch;
  }
}
