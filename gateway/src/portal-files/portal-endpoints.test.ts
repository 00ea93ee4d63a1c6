import { expect, test } from '@jest/globals';
import Fastify from 'fastify';
import { looseEntry } from '../../../test/support/loose-entry.js';
import { settings } from '../settings/settings.js';
import { portalEndpoints } from './portal-endpoints.js';
import { portalSettings } from './portal-settings.js';

const sites = ['https://site.example', 'https://other.example:8443'];

/** The sites that may embed a page of the portal, from the page's policy. */
async function withinOf(path: string, embedOrigins: readonly string[]): Promise<string> {
  const hub = Fastify();
  const page = { type: 'text/html', plain: Buffer.from('<!doctype html>') };
  portalEndpoints(
    hub,
    looseEntry(hub.log),
    { page, assets: new Map(), files: new Map() },
    portalSettings(undefined, {}, embedOrigins),
    () => [],
    () => Promise.resolve([]),
  );
  const { headers } = await hub.inject({ url: path, headers: { accept: 'text/html' } });
  await hub.close();
  return /frame-ancestors ([^;]+)/.exec(String(headers['content-security-policy']))?.[1] ?? 'missing';
}

test('sites that the operator names may show the charts that are made for it, and no other page', async () => {
  expect(await withinOf('/embed/PUPILS', sites)).toBe(sites.join(' '));
  for (const path of ['/', '/goals/PUPILS', '/explorer', '/links']) expect(await withinOf(path, sites)).toBe("'none'");
});

test('no site may unless one is named', async () => {
  expect(await withinOf('/embed/PUPILS', [])).toBe("'none'");
});

test('sites are named by their origins: anything else is refused at the start', () => {
  const { embedOrigins } = settings.shape;
  expect(embedOrigins.parse(sites.join(', '))).toEqual(sites);
  expect(embedOrigins.parse(undefined)).toEqual([]);
  for (const wrong of ['*', 'https://site.example/page', 'site.example', "'self'"]) {
    expect(embedOrigins.safeParse(wrong).error?.message).toContain('PORTAL_EMBED_ORIGINS: expected origins');
  }
});
