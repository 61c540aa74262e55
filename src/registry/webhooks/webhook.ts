/** The type that stands for all of them. */
export const EVERY_TYPE = '*';

/** What a plan decides. */
export interface WebhookValue {
  readonly url: string;
  readonly description: string;
  readonly types: readonly string[];
  readonly enabled: boolean;
  readonly disabledReason?: string | undefined;
  /** What files and programs of others call it. */
  readonly externalId: string | null;
}

export interface Webhook extends WebhookValue {
  readonly id: string;
  readonly formerUntil: number | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

export const READER = 'webhook';

/** Its name among those who read events. */
export function readerOf(id: string): string {
  return `${READER}:${id}`;
}

export function wants({ types }: Pick<Webhook, 'types'>, type: string): boolean {
  return types.includes(EVERY_TYPE) || types.includes(type);
}
