import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page, whereBeginning } from '#platform/lists';
import { RefusalEntity, type RefusalFacts } from './refusal.entity.js';
import { RefusalLog } from './refusal-log.js';

const LIST: ListOf<RefusalEntity> = {
  name: 'errors',
  id: 'reference',
  sorts: { at: 'at' },
  usual: '-at',
};

export interface RefusalFilter {
  /** How the references begin. */
  readonly reference?: string;
  readonly client_id?: string;
  readonly check?: string;
  readonly endpoint?: string;
  readonly error?: string;
  readonly grant_type?: string;
  /** Seconds since the epoch, both included. */
  readonly from?: number;
  readonly to?: number;
}

/** The conditions of a list, by the parameter that each has for its value. */
const CONDITIONS: Readonly<Record<Exclude<keyof RefusalFilter, 'reference'>, string>> = {
  client_id: 'e.clientId = :client_id',
  check: 'e.check = :check',
  endpoint: 'e.endpoint = :endpoint',
  error: 'e.error = :error',
  grant_type: 'e.grantType = :grant_type',
  from: 'e.at >= :from',
  to: 'e.at <= :to',
};

/** A refused request as it was kept. */
export interface StoredRefusal extends Omit<RefusalEntity, 'facts'> {
  /** Null where no check refused. */
  readonly facts: RefusalFacts | null;
}

/** Finds refused requests. What this node has yet to write is written before. */
@Injectable()
export class RefusalRepository {
  constructor(
    @InjectRepository(RefusalEntity) private readonly rows: Repository<RefusalEntity>,
    private readonly log: RefusalLog,
    private readonly lists: Lists,
  ) {}

  async find(reference: string): Promise<StoredRefusal | undefined> {
    await this.log.flush();
    const row = await this.rows.findOneBy({ reference });
    return row === null ? undefined : read(row);
  }

  async page(request: ListRequest & RefusalFilter): Promise<Page<StoredRefusal>> {
    await this.log.flush();
    const query = this.rows.createQueryBuilder('e');
    whereBeginning(query, ['reference'], request.reference ?? '');
    for (const [name, condition] of Object.entries(CONDITIONS)) {
      const value = request[name as keyof typeof CONDITIONS];
      if (value !== undefined) query.andWhere(condition, { [name]: value });
    }
    return this.lists.page(LIST, request, query, read);
  }
}

function read(row: RefusalEntity): StoredRefusal {
  const facts = row.facts === null ? null : (JSON.parse(row.facts) as RefusalFacts);
  return Object.assign(row, { facts });
}
