// @ts-check
import { randomInt } from 'node:crypto';
import { AdminApi } from '../shared/admin-api.js';

/** @typedef {{ username: string, password: string, name: string }} Person */

/** Nothing that looks like something else. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** @returns {string} short enough to type, and not to be guessed */
export function password() {
  const four = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return [four(), four(), four(), four()].join('-');
}

/**
 * @param {string} issuer
 * @param {string} token for the admin API, with users:write
 * @returns {Promise<[Person, Person, Person]>}
 */
export async function createPeople(issuer, token) {
  const admin = new AdminApi(issuer, token);
  /**
   * @param {string} given_name
   * @param {string} family_name
   */
  const create = async (given_name, family_name) => {
    const username = given_name.toLowerCase();
    const person = { username, password: password(), name: `${given_name} ${family_name}` };
    const email = `${username}@people.example`;
    await admin.createUser({ ...person, given_name, family_name, email });
    return person;
  };
  return [
    await create('Ada', 'Lovelace'),
    await create('Grace', 'Hopper'),
    await create('Alan', 'Turing'),
  ];
}
