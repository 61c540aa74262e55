import { readFileSync } from 'node:fs';

/** Members of sections of the settings that the operator fixed, by the names of both. */
export type FixedSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Limit: bytes of the file of settings. */
const MAX_SETTINGS_FILE = 64 * 1024;

/** @param path of a JSON file; empty where there is none */
export function readSettingsFile(path: string): FixedSettings {
  if (path === '') return {};
  const wrong = 'must be the path of a JSON file: sections of the settings, each with its members';
  let fixed: unknown;
  try {
    const content = readFileSync(path, 'utf8');
    fixed = content.length > MAX_SETTINGS_FILE ? undefined : JSON.parse(content);
  } catch {
    throw new Error(wrong);
  }
  if (!isRecord(fixed) || !Object.values(fixed).every(isRecord)) throw new Error(wrong);
  return fixed as FixedSettings;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
