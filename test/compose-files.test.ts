import { readFileSync } from 'node:fs';
import { knownOrganisations } from '@hub/runtime';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { givenSettings, readOptions } from '../gateway/src/settings/given-settings.js';
import { composeFiles } from '../subgraphs/hub/src/cli/compose-files.js';
import { documentedBlocks } from './support/documented-blocks.js';

const files = composeFiles();

test.each(Object.keys(files) as (keyof typeof files)[])('%s is what the records make of it', (name) => {
  expect(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')).toBe(files[name]);
});

test('who has no record of people gets no key to pseudonyms, and each its own network and volumes', () => {
  const { services, networks, volumes } = parse(files['docker-compose.yml'], { merge: true });
  for (const { code, keepsPeople } of knownOrganisations) {
    expect([code, services[code].environment.PSEUDONYM_KEY_FILE !== undefined]).toEqual([code, keepsPeople]);
    expect([code, services[code].volumes.includes('pseudonym-key:/pseudonym-key:ro')]).toEqual([code, keepsPeople]);
    expect(services[code].networks).toEqual([code, 'hub']);
    expect(services[`${code}-database`].networks).toEqual([code]);
    expect(networks[code]).toEqual({ internal: true });
    expect([`${code}-keys`, `${code}-owner`, `${code}-database`].every((name) => name in volumes)).toBe(true);
  }
});

test('no container has a right that it does not need, or may gain one, and the hub’s own change none of their programs', () => {
  for (const text of Object.values(files)) {
    const { services } = parse(text, { merge: true });
    for (const [name, one] of Object.entries<any>(services)) {
      // The demonstration adds to services of production.
      if (one.image === undefined) continue;
      expect([name, one.cap_drop, one.security_opt]).toEqual([name, ['ALL'], ['no-new-privileges:true']]);
      const isDatabase = one.image.startsWith('postgres:');
      expect([name, one.read_only === true, one.privileged]).toEqual([name, !isDatabase, undefined]);
      const added = isDatabase ? ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] : undefined;
      expect([name, one.cap_add]).toEqual([name, added]);
    }
  }
});

test('an organisation without code runs the program of all such folders, over its own', () => {
  const [one = ''] = knownOrganisations.map(({ code }) => code);
  const without = composeFiles(new Map([[one, `./subgraphs/${one}`]]));
  const { services } = parse(without['docker-compose.yml'], { merge: true });
  const program = ['node', '--enable-source-maps', 'subgraphs/hub/dist/folder.js', '/organisation'];
  expect(services[one].command).toEqual(program);
  expect(services[`${one}-migrate`].command).toEqual([...program, 'migrate']);
  for (const name of [one, `${one}-migrate`]) {
    expect(services[name].volumes).toContain(`./subgraphs/${one}:/organisation:ro`);
  }
});

test('the manual’s file of metrics changes the gateway’s service, and publishes the port that its metrics have', () => {
  const [override = ''] = documentedBlocks('docs/install.md', 'yaml');
  const { services } = parse(override) as {
    services: Record<string, { environment: Record<string, unknown>; ports: string[] }>;
  };
  const shipped = parse(files['docker-compose.yml'], { merge: true }).services;
  expect(Object.keys(services)).toEqual(['gateway']);
  expect(Object.keys(shipped)).toContain('gateway');
  const { environment, ports } = services['gateway'] ?? { environment: {}, ports: [] };
  const { metricsPort, metricsHost } = givenSettings(readOptions([]), environment as Record<string, string>);
  expect(metricsHost).toBe('0.0.0.0');
  expect(ports).toEqual([`127.0.0.1:${metricsPort}:${metricsPort}`]);
});
