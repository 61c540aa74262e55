import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';
import { Omissible } from '#platform/http';
import { KEY_ALGORITHMS, type KeyAlgorithm, type OwnKey } from '#platform/crypto';
import { PageRequest, ListResponse, type Page, SortedBy } from '#platform/lists';

/** A key to sign with, or for others to encrypt for, without its private half. */
export class KeyResponse {
  @ApiProperty()
  kid: string;

  @ApiProperty({ enum: KEY_ALGORITHMS })
  algorithm: KeyAlgorithm;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({
    type: 'integer',
    description: 'Signs from then on. A key for encryption can be used at once.',
  })
  active_from: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'In the JWKS until then; absent for the newest.',
  })
  published_until?: number;
}

export class KeyListResponse extends ListResponse {
  @ApiProperty({ type: [KeyResponse] })
  items: KeyResponse[];

  constructor(page: Page<OwnKey>) {
    super(page);
    this.items = page.items.map((key) => ({
      kid: key.kid,
      algorithm: key.algorithm,
      created_at: key.createdAt,
      active_from: key.activeFrom,
      ...(key.publishedUntil === undefined ? {} : { published_until: key.publishedUntil }),
    }));
  }
}

export class ListKeysRequest extends PageRequest {
  @SortedBy('active_from', 'kid')
  sort?: string;
}

/** Replaces keys. */
export class RotateKeysRequest {
  @ApiPropertyOptional({
    enum: KEY_ALGORITHMS,
    description: 'Of all that have a key when absent.',
  })
  @Omissible()
  @IsIn(KEY_ALGORITHMS)
  algorithm?: KeyAlgorithm;

  @ApiPropertyOptional({
    default: false,
    description:
      'True for a compromised key: the new one signs at once and the old one is withdrawn, and with it every token it signed.',
  })
  @Omissible()
  @IsBoolean()
  immediately?: boolean;
}

export class RotateKeysResponse {
  @ApiProperty({ type: [String], description: 'The new keys.' })
  kids: string[];
}
