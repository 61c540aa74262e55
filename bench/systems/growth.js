// @ts-check
// What years of use leave in the database, written past the server while it is stopped.
import { join } from 'node:path';
import Database from 'better-sqlite3';

const MILLION = 1_000_000;
const DAY = 86_400;

const A_MILLION_TIMES = `WITH RECURSIVE n(i) AS
  (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MILLION})`;

const ID = 'hex(randomblob(11))';
const HASH = 'substr(hex(randomblob(22)), 1, 43)';
/** Some moment of the last thirty days that is over for everybody. */
const PAST = `(unixepoch() - 400 - abs(random() % ${30 * DAY}))`;
const FUTURE = `(unixepoch() + ${DAY} + abs(random() % ${30 * DAY}))`;
const SOMEBODY = `printf('grown-%d', 1 + abs(random() % ${MILLION}))`;
const SOME_CLIENT = '(SELECT client_id FROM clients LIMIT 1)';

/** @param {string} expiry */
const authorizations = (expiry) => `${A_MILLION_TIMES}
  INSERT INTO authorizations (id, client_id, user_id, grant_type, scope, resources, amr, auth_time,
    credential_version, code_hash, code_expires_at, code_consumed_at, refresh_generation,
    refresh_rotated_at, refresh_expires_at, refresh_absolute_expires_at, created_at, expires_at)
  SELECT ${ID}, ${SOME_CLIENT}, ${SOMEBODY}, 'authorization_code', 'openid offline_access', '[]', 'pwd',
    unixepoch(), 0, ${HASH}, ${PAST}, ${PAST}, abs(random() % 50), ${PAST}, ${expiry}, ${expiry},
    ${PAST}, ${expiry} FROM n`;

const STATEMENTS = {
  users: `${A_MILLION_TIMES}
    INSERT INTO users (sub, username, username_key, email, email_key, password_hash, claims, roles,
      created_at, updated_at)
    SELECT printf('grown-%d', i), printf('grown-%d', i), printf('grown-%d', i),
      printf('grown-%d@people.example', i), printf('grown-%d@people.example', i), NULL,
      '{"name":"Grown Person"}', '[]', unixepoch(), unixepoch() FROM n`,
  'refresh families': authorizations(FUTURE),
  'expired authorizations': authorizations(PAST),
  'expired sessions': `${A_MILLION_TIMES}
    INSERT INTO sessions (id, token_hash, user_id, amr, credential_version, auth_time, created_at,
      last_seen_at, expires_at)
    SELECT ${ID}, ${HASH}, ${SOMEBODY}, 'pwd', 0, 1, 1, 1, ${PAST} FROM n`,
  'expired replay marks': `${A_MILLION_TIMES}
    INSERT INTO used_values (value_hash, kind, expires_at) SELECT ${HASH}, 'grown', ${PAST} FROM n`,
  'expired revocations': `${A_MILLION_TIMES}
    INSERT INTO revoked_access_tokens (jti, expires_at) SELECT ${ID}, ${PAST} FROM n`,
  'expired attempt budgets': `${A_MILLION_TIMES}
    INSERT INTO attempt_budgets (key_hash, attempts, expires_at) SELECT ${HASH}, 3, ${PAST} FROM n`,
};

/**
 * A million people, a million live refresh families, five million expired rows.
 * @param {string} folder of the data, of a server that has stopped
 */
export function grow(folder) {
  const database = new Database(join(folder, 'gatehouse.sqlite'));
  try {
    // Nothing is lost that is worth keeping if this is cut off.
    for (const pragma of ['synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -2000000']) {
      database.pragma(pragma);
    }
    for (const [what, statement] of Object.entries(STATEMENTS)) {
      process.stderr.write(`  write a million ${what} ...\n`);
      database.exec(statement);
    }
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}
