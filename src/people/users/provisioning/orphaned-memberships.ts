import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, type Repository } from 'typeorm';
import { ITSELF } from '#platform/changes';
import { Housekeeper } from '#platform/housekeeping';
import { IdentityProviders } from '#registry/identity-providers';
import { BY_ADMINS, MembershipEntity } from '../memberships/membership.entity.js';
import { UserRepository } from '../user.repository.js';
import { ProvidedGroups } from './provided-groups.js';

/** People at a time: each is a change of its own. */
const BATCH = 25;

/** What identity providers gave that are deleted: nobody would ever take it back. */
@Injectable()
export class OrphanedMemberships implements OnModuleInit {
  constructor(
    @InjectRepository(MembershipEntity) private readonly rows: Repository<MembershipEntity>,
    private readonly providers: IdentityProviders,
    private readonly groups: ProvidedGroups,
    private readonly users: UserRepository,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.register('memberships of deleted identity providers', () => this.endSome());
  }

  /** @returns whether there may be more */
  private async endSome(): Promise<boolean> {
    const source = await this.orphanedSource();
    if (source === undefined) return false;
    const found = await this.rows.find({
      ...{ select: { userId: true }, where: { source }, take: BATCH },
    });
    for (const userId of new Set(found.map((row) => row.userId))) {
      const user = await this.users.find(userId);
      if (user === undefined) await this.rows.delete({ userId, source });
      else await this.groups.sync(user, source, [], ITSELF);
    }
    return true;
  }

  private async orphanedSource(): Promise<string | undefined> {
    const sources = await this.rows
      .createQueryBuilder('m')
      .select('m.source', 'source')
      .distinct()
      .where({ source: Not(BY_ADMINS) })
      .getRawMany<{ source: string }>();
    // One that was made on another node in this moment is there.
    this.providers.forget();
    for (const { source } of sources) {
      if ((await this.providers.find(source)) === undefined) return source;
    }
    return undefined;
  }
}
