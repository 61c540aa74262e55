import { defineScript } from './assets.js';

const { path } = defineScript(import.meta.url, 'times');

/** Whether a page says times, which its reader wants in their own zone. */
export const saysTimes = (html: string): boolean => html.includes('<time ');

/** The page with the script that says them so; without scripts they are in UTC. */
export function withLocalTimes(html: string, nonce: string): string {
  const script = `<script type="module" src="${path}" nonce="${nonce}"></script>`;
  const end = html.lastIndexOf('</body>');
  return `${html.slice(0, end)}${script}\n${html.slice(end)}`;
}
