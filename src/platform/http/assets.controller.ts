import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OAuthError } from '#protocol';
import { Public } from './access.decorators.js';
import { PageEndpoint } from './endpoint.decorator.js';
import type { HttpReply } from './request.js';
import { sendStatic } from './static-answer.js';
import { assets } from './views/views.js';

/** The style sheet and icon of the pages, under names that change with their content. */
@ApiExcludeController()
@PageEndpoint()
@Controller('assets')
export class AssetsController {
  @Public()
  @Get(':name')
  async serve(@Param('name') name: string, @Res() reply: HttpReply): Promise<void> {
    const asset = assets.get(`/assets/${name}`);
    if (asset === undefined)
      throw OAuthError.invalidRequest('There is nothing at this address.', 404);
    await sendStatic(reply, asset);
  }
}
