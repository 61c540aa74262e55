// @ts-check
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

/** @type {Map<string, string[]>} by the subject of the person */
const notes = new Map();

/** @param {{ authInfo?: import('@modelcontextprotocol/sdk/server/auth/types.js').AuthInfo }} extra */
function notesOf({ authInfo }) {
  const subject = String(authInfo?.extra?.['subject']);
  const own = notes.get(subject) ?? [];
  notes.set(subject, own);
  return own;
}

/** @param {string} text */
const answer = (text) => ({ content: [{ type: /** @type {const} */ ('text'), text }] });

/** The tools: each person has notes of their own, whichever program asks for them. */
export function notesServer() {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool(
    'remember',
    { description: 'Adds to your notes', inputSchema: { note: z.string().max(1000) } },
    ({ note }, extra) => answer(`You have ${notesOf(extra).push(note)} notes.`),
  );
  server.registerTool('recall', { description: 'Reads your notes' }, (extra) =>
    answer(notesOf(extra).join('\n')),
  );
  return server;
}
