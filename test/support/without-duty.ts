import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../fixtures/no-duty.json', import.meta.url));

/** On https admins need a second factor, which most tests are not about. */
export function withoutDuty(environment: Readonly<Record<string, string | undefined>>): {
  SETTINGS_FILE?: string;
} {
  const secure = environment['ISSUER']?.startsWith('https:') || environment['TLS_CERT'];
  return secure ? { SETTINGS_FILE: FILE } : {};
}
