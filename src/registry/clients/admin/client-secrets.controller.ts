import { Body, Controller, Delete, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  AuthorOf,
  type CallingAuthor,
  ConditionalChange,
  ETAG,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import {
  ApiProblems,
  ForcedRequest,
  ManagementEndpoint,
  RequireScope,
  WithinReach,
} from '#platform/http';
import { epochSeconds } from '#protocol';
import type { Client } from '../client.js';
import { ClientChanges } from '../client-changes.js';
import { ROTATED_SECRET_EXAMPLES } from './client.examples.js';
import { RotateSecretRequest } from './client.request.js';
import { RotatedSecretResponse } from './client.response.js';
import { planRotationByAdmin, planSecretEndByAdmin } from './plan-admin-client.js';

const ONE_DAY = 24 * 3600;

/** The secrets of a client, which `GET /admin/clients/{client_id}` lists. */
@ApiTags('clients')
@ManagementEndpoint()
@Controller('admin/clients/:client_id/secrets')
export class ClientSecretsController {
  constructor(private readonly changes: ClientChanges) {}

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @Post()
  @ApiOperation({
    summary: 'Rotate the secret of a client',
    description:
      'The earlier secrets stay valid until expires_previous_at. A client has five at most: end one that is not used any more.',
  })
  @ApiBody({ type: RotateSecretRequest, examples: ROTATED_SECRET_EXAMPLES })
  @ConditionalChange()
  @ApiCreatedResponse({ type: RotatedSecretResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async rotate(
    @Param('client_id') clientId: string,
    @Body() { label, expires_at: expiresAt, expires_previous_at: previous }: RotateSecretRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<RotatedSecretResponse>> {
    const circumstances = await this.changes.adminCircumstances();
    const previousSecretsExpireAt = previous ?? epochSeconds() + ONE_DAY;
    const terms = { label, expiresAt, previousSecretsExpireAt };
    const changed = await this.changes.change(
      clientId,
      (before) => planRotationByAdmin(before, terms, author.caller, circumstances),
      author,
    );
    return new Versioned(changed.client.version, {
      client_id: clientId,
      id: changed.secretId ?? '',
      client_secret: changed.secret ?? '',
      client_secret_expires_at: expiresAt ?? 0,
      expires_previous_at: previousSecretsExpireAt,
    });
  }

  @RequireScope('clients:write', '/admin')
  @WithinReach('clients')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End one secret of a client',
    description: 'At once. The last one that is good only with force=true.',
  })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async end(
    @Param('client_id') clientId: string,
    @Param('id') id: string,
    @Query() { force = false }: ForcedRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<void> {
    const circumstances = await this.changes.adminCircumstances();
    const planOf = (before: Client) =>
      planSecretEndByAdmin(before, { id, force }, author.caller, circumstances);
    await this.changes.change(clientId, planOf, author);
  }
}
