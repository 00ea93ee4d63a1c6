import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientCredentials } from '@hub/client';
import { describe, expect, test } from '@jest/globals';
import { request } from 'graphql-request';
import { chromiumPath } from '../portal/support/chromium.js';
import { openPage, violations } from '../portal/support/watched-page.js';
import { until } from '../support/until.js';
import type { HubForApps } from './own-packages.js';

const scopes = ['contributions:read', 'progress:read'];
const registerApp = `mutation Register($input: AppInput!, $key: String!) {
  registerApp(input: $input, idempotencyKey: $key) { id state secret }
}`;

/** Registers an app at a sandbox; its credential is good at the issuer and as bearer token. */
export async function registerSandboxApp(url: string, issuer: string): Promise<ClientCredentials> {
  const input = {
    ...{ name: 'Tests', use: 'Tries each client', purpose: 'statistics', contact: 'an@tests.example' },
    ...{ republish: 'NOTHING', scopes },
  };
  const { registerApp: app } = await request<{ registerApp: { id: string; state: string; secret: string } }>(
    `${url}/graphql`,
    registerApp,
    { input, key: crypto.randomUUID() },
  );
  if (app.state !== 'ACCEPTED') throw new Error(`Expected the sandbox to accept the app, got ${app.state}.`);
  await untilTaken(url, app.secret);
  return { issuer, id: app.id, secret: app.secret, scopes };
}

/** Waits until the gateway knows a secret. */
async function untilTaken(url: string, secret: string): Promise<void> {
  const isTaken = async () => {
    const response = await fetch(`${url}/graphql?query={__typename}`, {
      headers: { authorization: `Bearer ${secret}`, 'apollo-require-preflight': 'true' },
    });
    return response.status === 200;
  };
  await until(isTaken, { what: 'the gateway to know the secret', within: 10_000, every: 100 });
}

/** A sandbox, as a developer uses it. */
export function sandbox(running: () => HubForApps): void {
  const inChromium = chromiumPath === undefined ? describe.skip : describe;
  inChromium('a sandbox', () => {
    let secret = '';
    const ask = (query: string, variables: object = {}): Promise<any> =>
      request(`${running().url}/graphql`, query, variables, { authorization: `Bearer ${secret}` });

    test('gives a key at once, on its page', async () => {
      const { url } = running();
      const { page, browser, errors } = await openPage(String(chromiumPath));
      try {
        await page.goto(`${url}/apps?lang=en`);
        await page.getByRole('button', { name: 'Get a key now' }).click();
        secret = await page.locator('.made-key .to-copy code').innerText();
        expect(await violations(page)).toEqual([]);
      } finally {
        await browser.close();
      }
      expect(errors).toEqual([]);
      await untilTaken(url, secret);
      const { ownApp } = await ask('{ ownApp { state scopes } }');
      expect(ownApp).toEqual({ state: 'ACCEPTED', scopes: [...scopes, 'webhooks:manage'] });
    });

    test('sends webhooks to the developer’s machine', async () => {
      const taken: unknown[] = [];
      const receiver = createServer((message, response) => {
        taken.push(message.headers['webhook-id']);
        response.end();
      }).listen(0, '127.0.0.1');
      await once(receiver, 'listening');
      try {
        const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
        const create = 'mutation Create($input: WebhookInput!) { createWebhook(input: $input) { webhook { id } } }';
        const { createWebhook } = await ask(create, { input: { name: 'Mine', url } });
        const tell = 'mutation Try($id: ID!) { testWebhook(id: $id) { messageId status } }';
        const { testWebhook } = await ask(tell, createWebhook.webhook);
        expect(testWebhook).toEqual({ messageId: taken[0], status: 200 });
      } finally {
        receiver.close();
      }
    });
  });
}
