import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Metrics } from '#platform/metrics';
import { startOwnWorld } from '../support/application.js';
import { freePort } from '../support/free-port.js';
import { tlsEnvironment } from '../support/tls.js';

const FILES = ['deploy/prometheus/gatehouse.rules.yml', 'deploy/grafana/gatehouse.json'];
const METRIC = /\b(?:gatehouse|nodejs|process)_[a-z0-9_]+/g;

describe('what deploy/ watches', () => {
  it('is measured, every name of it', async () => {
    const port = await freePort();
    const world = await startOwnWorld({ METRICS_PORT: String(port), ...tlsEnvironment() });
    const { text } = await world.application.nest.get(Metrics).read();
    const measured = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    for (const file of FILES) {
      const named = [...readFileSync(file, 'utf8').matchAll(METRIC)].map(([name]) => name);
      expect(named.length).toBeGreaterThan(10);
      const unknown = named
        .map((name) => (measured.has(name) ? name : name.replace(/_(?:count|bucket|sum)$/, '')))
        // Of a pool that SQLite does not have.
        .filter((name) => !measured.has(name) && name !== 'gatehouse_database_connections');
      expect([file, unknown]).toEqual([file, []]);
    }
  });

  it('the dashboard is JSON, each of its panels with a question', () => {
    const { panels } = JSON.parse(readFileSync('deploy/grafana/gatehouse.json', 'utf8')) as {
      panels: { title: string; targets: { expr: string }[] }[];
    };
    expect(panels.filter(({ targets }) => targets.length === 0)).toEqual([]);
  });
});
