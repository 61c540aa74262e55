import { Body, Controller, Get, Patch, type Type } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AuthorOf,
  type CallingAuthor,
  Changes,
  ConditionalChange,
  ConditionalRead,
  ETAG,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import { ApiProblems, DANGEROUS, ManagementEndpoint, RequireScope } from '#platform/http';
import {
  planSettings,
  Settings,
  SettingsAggregate,
  type SettingsChange,
  type SettingsSection,
  type StoredSettings,
  valuesOf,
} from '#platform/settings';
import { powerProblems } from '#registry/resources';
import { sectionRequest, sectionResponse } from './section.request.js';

/** Reads and changes one section of the settings; its members are those that the section declares. */
export function sectionController(section: SettingsSection): Type {
  const Request = sectionRequest(section);
  const Response = sectionResponse(section);
  const [example = ''] = Object.keys(section.members);
  const examples = { 'back to the default': { value: { [example]: null } } };

  @ApiTags('settings')
  @ManagementEndpoint()
  @Controller(`admin/settings/${section.name}`)
  class SectionController {
    constructor(
      private readonly aggregate: SettingsAggregate,
      private readonly changes: Changes,
      private readonly settings: Settings,
    ) {}

    private answer({ version, set }: StoredSettings): Versioned {
      return new Versioned(version, valuesOf(section, { ...set, ...this.settings.fixed(section) }));
    }

    @RequireScope('settings:read', '/admin')
    @Get()
    @ApiOperation({ summary: `Read the ${section.name}`, description: section.description })
    @ConditionalRead()
    @ApiOkResponse({ type: Response, headers: ETAG })
    @ApiProblems()
    async read(): Promise<Versioned> {
      return this.answer(await this.aggregate.find(section.name));
    }

    @RequireScope('settings:write', '/admin', DANGEROUS)
    @Patch()
    @ApiOperation({
      summary: `Change the ${section.name}`,
      description:
        'A merge patch (RFC 7396): what is given is merged with what is there, null brings the default back, and takes a name away.',
    })
    @ApiBody({ type: Request, examples })
    @ConditionalChange()
    @ApiOkResponse({ type: Response, headers: ETAG })
    @ApiProblems(412)
    @DryRunnable()
    async change(
      @Body() body: SettingsChange,
      @AuthorOf() author: CallingAuthor,
    ): Promise<Versioned> {
      const planOf = (before: StoredSettings) => {
        const plan = planSettings(before, body, {
          author: author.actor.id,
          members: section.members,
          fixed: this.settings.fixed(section),
        });
        const needed = plan.events.length === 0 ? [] : (section.needs ?? []);
        return {
          ...plan,
          problems: [...powerProblems('', author.caller, needed), ...plan.problems],
        };
      };
      const changed = await this.changes.change(this.aggregate, section.name, planOf, author);
      return this.answer(changed.stored);
    }
  }
  // The class that the body is read into is known only here, not to the compiler.
  Reflect.defineMetadata(
    'design:paramtypes',
    [Request, Object],
    SectionController.prototype,
    'change',
  );
  Object.defineProperty(SectionController, 'name', { value: `${section.name}SettingsController` });
  return SectionController;
}
