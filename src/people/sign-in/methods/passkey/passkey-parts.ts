import { definePart, defineScript } from '#platform/http';

export const part = definePart(import.meta.url, '_passkey');
export const signalsPart = definePart(import.meta.url, '_passkey-signals');
export const script = defineScript(import.meta.url, 'passkeys');
