import { ExportVerifier, type Verified } from '#platform/events';
import type { World } from '../world.js';

/** Verifies the journal as whoever has an export of it does. */
export async function verifiedChain({ admin }: World): Promise<Verified> {
  const accept = { accept: 'application/jsonl' };
  const { text } = await admin.call('GET', '/events', undefined, accept);
  const { json } = await admin.get('/events/keys');
  const verifier = await ExportVerifier.with(json, []);
  for (const line of text.trimEnd().split('\n')) await verifier.add(line);
  return verifier.end();
}
