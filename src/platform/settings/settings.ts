import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { Config } from '#platform/config';
import { SINCE } from './plan-settings.js';
import { SettingEntity } from './setting.entity.js';
import {
  type SettingMembers,
  type SettingsSection,
  type SettingValues,
  valuesOf,
} from './section.js';

/** How long this node may go on with what another node has changed, in milliseconds. */
const MAX_AGE = 1000;

/** All that was set, by the name of its section, and when it was read. */
interface Snapshot {
  readonly set: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly readAt: number;
}

/** What admins have set, at most a second old, and what the operator has. */
@Injectable()
export class Settings {
  private snapshot: Snapshot | undefined;
  private reading: Promise<Snapshot> | undefined;

  constructor(
    @InjectRepository(SettingEntity) private readonly rows: Repository<SettingEntity>,
    private readonly config: Config,
  ) {}

  /** @param manager of the transaction that asks: on SQLite it has the connection to itself, and others wait */
  async of<Members extends SettingMembers>(
    section: SettingsSection<Members>,
    manager?: EntityManager,
  ): Promise<SettingValues<Members>> {
    const { set } = await this.current(manager);
    return valuesOf(section, { ...set.get(section.name), ...this.fixed(section) });
  }

  /** With which version of its section each name of a member was declared; `0` for the operator's. */
  async since<Members extends SettingMembers>(
    section: SettingsSection<Members>,
    member: keyof Members & string,
  ): Promise<ReadonlyMap<string, string>> {
    const { set } = await this.current();
    const all = { ...set.get(section.name), ...this.fixed(section) }[member];
    const names = Object.entries((all ?? {}) as Readonly<Record<string, Record<string, string>>>);
    return new Map(names.map(([name, { [SINCE]: since = '0' }]) => [name, since]));
  }

  /** What the operator's file says, which goes before what admins set. */
  fixed({ name }: Pick<SettingsSection, 'name'>): Readonly<Record<string, unknown>> {
    return this.config.settings[name] ?? {};
  }

  /** What was changed on this node is obeyed at once. */
  forget(): void {
    this.snapshot = undefined;
    this.reading = undefined;
  }

  private async current(manager?: EntityManager): Promise<Snapshot> {
    const now = performance.now();
    if (this.snapshot !== undefined && now - this.snapshot.readAt < MAX_AGE) return this.snapshot;
    // A read that is under way may wait for the transaction that asks.
    if (manager !== undefined) return this.read(now, manager);
    const reading = (this.reading ??= this.read(now));
    try {
      const snapshot = await reading;
      if (this.reading === reading) this.snapshot = snapshot;
      return snapshot;
    } finally {
      if (this.reading === reading) this.reading = undefined;
    }
  }

  private async read(readAt: number, manager = this.rows.manager): Promise<Snapshot> {
    const rows = await manager.findBy(SettingEntity, { scope: '' });
    const set = new Map(
      rows.map(({ name, value }) => [name, JSON.parse(value) as Record<string, unknown>]),
    );
    return { set, readAt };
  }
}
