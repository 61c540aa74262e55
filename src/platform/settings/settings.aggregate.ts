import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import type { Aggregate, MemberProblem, Plan } from '#platform/changes';
import { isUniqueViolation } from '#platform/database';
import { epochSeconds } from '#protocol';
import type { SettingsValue, StoredSettings } from './plan-settings.js';
import type { SettingsSection } from './section.js';
import { SettingEntity } from './setting.entity.js';
import { Settings } from './settings.js';

/** What only the module knows that obeys a section. @param set what would be set of it */
export type SectionCheck = (set: StoredSettings['set']) => Promise<readonly MemberProblem[]>;

/** How settings are stored: a row for each section of which something was set. */
@Injectable()
export class SettingsAggregate implements Aggregate<StoredSettings, SettingsValue> {
  readonly noun = 'section';
  private readonly checks = new Map<string, SectionCheck>();

  constructor(
    @InjectRepository(SettingEntity) private readonly rows: Repository<SettingEntity>,
    private readonly settings: Settings,
  ) {}

  async find(name: string, manager = this.rows.manager): Promise<StoredSettings> {
    const row = await manager.findOneBy(SettingEntity, { scope: '', name });
    return {
      name,
      version: row?.version ?? 0,
      set: row === null ? {} : (JSON.parse(row.value) as StoredSettings['set']),
      updatedAt: row?.updatedAt,
      updatedBy: row?.updatedBy ?? undefined,
    };
  }

  /** Has `check` asked before anything of a section is changed. */
  checkWith({ name }: Pick<SettingsSection, 'name'>, check: SectionCheck): void {
    this.checks.set(name, check);
  }

  async check(
    { value }: Plan<SettingsValue>,
    before: StoredSettings,
  ): Promise<readonly MemberProblem[]> {
    return (await this.checks.get(before.name)?.(value.set)) ?? [];
  }

  make(): undefined {
    return undefined;
  }

  insert(): never {
    throw new Error('a section is there before anything of it was set');
  }

  async update(
    manager: EntityManager,
    { name, version }: StoredSettings,
    { value }: Plan<SettingsValue>,
  ): Promise<boolean> {
    const columns = {
      value: JSON.stringify(value.set),
      version: version + 1,
      updatedAt: epochSeconds(),
      updatedBy: value.updatedBy ?? null,
    };
    if (version === 0) return insertFirst(manager, { ...columns, scope: '', name });
    const key = { scope: '', name, version };
    return (await manager.update(SettingEntity, key, columns)).affected === 1;
  }

  delete(): never {
    throw new Error('a section is not deleted');
  }

  forget(): void {
    this.settings.forget();
  }
}

async function insertFirst(manager: EntityManager, row: SettingEntity): Promise<boolean> {
  try {
    await manager.insert(SettingEntity, row);
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
