import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { Conforms, describedRule, Omissible, Parsed } from '#platform/http';

/** Limit: items of one page of a list. */
const MAX_PAGE = 200;
const MIN_SEARCH = 2;
/** Limit: characters of a search. */
const MAX_SEARCH = 254;

/** What every list can be asked for. Its order and filters stand in a class that extends this one. */
export class PageRequest {
  @ApiPropertyOptional({ type: 'integer', default: 50, description: 'How many, at most.' })
  @Parsed(/^[1-9]\d{0,2}$/)
  @Omissible()
  @Max(MAX_PAGE)
  @Min(1)
  @IsInt()
  limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before: continues behind it.' })
  @Omissible()
  @MaxLength(1024)
  @IsString()
  cursor?: string;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Counts all items: exactly up to 10,000.',
  })
  @Parsed(/^(true|false)$/)
  @Omissible()
  @IsBoolean()
  count?: boolean;
}

/** What a list was asked for. */
export interface ListRequest extends PageRequest {
  readonly sort?: string;
  readonly q?: string;
}

/**
 * Declares by what a list can be sorted: what has an index. The first is what it is sorted by anyway; with a
 * minus, the largest first.
 */
export function SortedBy(usual: string, ...others: readonly string[]): PropertyDecorator {
  const names = [usual.replace(/^-/, ''), ...others];
  const orders = names.flatMap((name) => [name, `-${name}`]);
  const [first = ''] = names;
  return applyDecorators(
    ApiPropertyOptional({
      enum: orders,
      default: usual,
      description: 'With a minus, the largest first.',
    }),
    Omissible(),
    IsIn(orders, {
      message: `It can be sorted by: ${names.join(', ')}; by -${first}, the largest first.`,
    }),
  );
}

const search = describedRule({ minLength: MIN_SEARCH, maxLength: MAX_SEARCH }, (text) => {
  if (text.length < MIN_SEARCH) return `It takes at least ${String(MIN_SEARCH)} characters.`;
  if (text.length <= MAX_SEARCH) return undefined;
  return `It must not be longer than ${String(MAX_SEARCH)} characters.`;
});

/** Declares that a list can be searched. An empty text is none. */
export const Searched = (description: string) =>
  applyDecorators(
    ApiPropertyOptional({ type: String, description }),
    Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value)),
    Omissible(),
    Conforms(search),
  );
