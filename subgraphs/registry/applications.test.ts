import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFeedAnswer } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { MailServer, type TakenMail, tokenIn } from '../../test/support/mail-server.js';
import { callerOf, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { mailboxOf } from './src/app/mailbox.js';
import { registry } from './src/subgraph.js';

const agreementsFolder = fileURLToPath(new URL('../', import.meta.url));
const operator = callerOf({ subject: 'op', roles: ['operator'], scopes: ['keys:manage'] });
const nobody = (from: string) => callerOf({ roles: [], scopes: [], from });
const day = 86_400_000;
const registerApp = (contact: string, key: string) => `mutation {
  registerApp(idempotencyKey: "${key}", input: { name: "App", use: "Charts", purpose: "statistics", republish: NOTHING,
    contact: "${contact}", scopes: ["progress:read"] }) { id state secret }
}`;

test('an address leads to one mailbox, with a tag and without', () => {
  const same = ['a@x.example', 'A+1@X.example', ' a+1+2@x.example'];
  expect(new Set(same.map(mailboxOf))).toEqual(new Set(['a@x.example']));
  expect(['a.n+x@Gmail.com', 'a.n@x.example'].map(mailboxOf)).toEqual(['an@gmail.com', 'a.n@x.example']);
});

describe('an application', () => {
  const folder = mkdtempSync(join(tmpdir(), 'applications-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  const trust = {
    signingKey: readSigningKey(own.file),
    trustedKeyFiles: [gatewayKey.publicFile],
    registryKeyFiles: [],
  };
  let mail: MailServer;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let ahead = 0;
  let count = 0;
  const now = () => new Date(Date.now() + ahead);

  beforeAll(async () => {
    mail = await MailServer.open();
    const settings = { url: mail.url, password: undefined, from: 'Hub <hub@hub.example>', hub: 'https://hub.example' };
    subgraph = await startSubgraph(registry, newDatabase(), { trust, agreementsFolder, now, mail: settings });
    gateway = new SigningGateway({
      ...{ subgraph: 'registry', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
  });
  afterAll(async () => {
    await subgraph.stop();
    await mail.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    ahead = 0;
    mail.isAway = false;
    mail.taken.length = 0;
    for (const table of ['app_confirmation', 'app_change', 'app_document', 'program_key', 'app'])
      await subgraph.execute(`delete from ${table}`);
  });

  const ask = async (query: string, caller = nobody('x')) => {
    const { data, errors = [] } = await gateway.query(query, { caller });
    return { data, codes: errors.map(({ extensions }) => extensions?.['code']) };
  };
  const register = (contact = `c${(count += 1)}@x.example`, from = `network ${(count += 1)}`) =>
    ask(registerApp(contact, `key-${(count += 1)}-key`), nobody(from));
  const confirm = async (contact: string, index = 0) => {
    const token = tokenIn(mail.to(contact)[index] as TakenMail, 'app');
    const { data } = await ask(`mutation { confirmApp(token: "${token}") }`);
    return data['confirmApp'] as unknown;
  };
  const states = async () => {
    const { data } = await ask('{ apps { contact state reason } }', operator);
    return data['apps'] as { contact: string; state: string; reason: string | null }[];
  };
  const feed = async () => {
    const answer = await subgraph.operator('/operator/registry/feed?after=0&nonce=n');
    return readFeedAnswer(await answer.text(), { nonce: 'n', known: undefined }, undefined).feed;
  };

  test('takes no place, and its secret opens nothing, before the link in the mail to its contact is used, once', async () => {
    const { data } = await register('an@x.example');
    expect(data['registerApp']).toMatchObject({ state: 'UNCONFIRMED', secret: expect.stringMatching(/^hubk_/) });
    expect(await feed()).toMatchObject({ apps: [], keys: [] });
    const [sent] = mail.to('an@x.example') as [TakenMail];
    // The mail repeats no text of the application.
    expect(sent.text).not.toMatch(/Charts/);
    expect(await confirm('an@x.example')).toBe(true);
    expect(await confirm('an@x.example')).toBe(false);
    expect(await feed()).toMatchObject({ apps: [{ state: 'WAITING' }], keys: [{ app: data['registerApp'].id }] });
    expect((await ask('mutation { confirmApp(token: "nothing") }')).data['confirmApp']).toBe(false);
  });

  test('is taken from one address and for one mailbox a few times alone, whatever tag the mailbox has', async () => {
    for (const tag of ['', '+1', '+2']) expect((await register(`a${tag}@x.example`)).codes).toEqual([]);
    expect((await register('A+3@x.example')).codes).toEqual(['TOO_MANY_APPS']);
    for (let index = 0; index < 5; index += 1) expect((await register(undefined, 'one')).codes).toEqual([]);
    expect((await register(undefined, 'one')).codes).toEqual(['TOO_MANY_APPS']);
    expect((await register()).codes).toEqual([]);
    ahead = day + 1000;
    expect((await register(undefined, 'one')).codes).toEqual([]);
    expect((await register('a+4@x.example')).codes).toEqual([]);
  });

  test('is forgotten after a day, and after thirty where it waits refused; nobody is kept out by another network', async () => {
    await register('waiting@x.example');
    await confirm('waiting@x.example');
    await register('gone@x.example');
    ahead = day + 1000;
    await register('later@x.example');
    expect((await states()).map(({ contact, state }) => [contact, state])).toEqual([
      ['waiting@x.example', 'WAITING'],
      ['later@x.example', 'UNCONFIRMED'],
    ]);
    ahead = 31 * day;
    await register('last@x.example');
    expect((await states()).find(({ contact }) => contact === 'waiting@x.example')?.state).toBe('REFUSED');
    // As many as there may be, all but one of one network.
    await subgraph.execute(
      `insert into app (id, name, use, purpose, contact, republish, scopes, origins, state, asked_digest, asked_at, mailbox, network)
       select 'app-' || lpad(n::text, 12, '0'), 'x', 'x', 'statistics', n || '@flood.example', 'NOTHING', '[]', '[]', 'UNCONFIRMED', '',
         now() + interval '31 days', n::text, 'flood' from generate_series(1, 999) n`,
    );
    expect((await register('honest@x.example')).codes).toEqual([]);
    const left = await states();
    expect(left.filter(({ contact }) => contact.endsWith('@flood.example'))).toHaveLength(998);
    expect(left.filter(({ contact }) => /^(last|honest)@/.test(contact))).toHaveLength(2);
  });

  test('waits only where fewer than a hundred do; an operator clears all in one action', async () => {
    await register('late@x.example');
    await subgraph.execute(
      `insert into app (id, name, use, purpose, contact, republish, scopes, origins, state, asked_digest, asked_at, mailbox, network)
       select 'app-' || lpad(n::text, 12, '0'), 'x', 'x', 'statistics', n || '@flood.example', 'NOTHING', '[]', '[]', 'WAITING', '',
         now(), n::text, 'flood' from generate_series(1, 100) n`,
    );
    const token = tokenIn(mail.to('late@x.example')[0] as TakenMail, 'app');
    expect((await ask(`mutation { confirmApp(token: "${token}") }`)).codes).toEqual(['TOO_MANY_APPS']);
    await register('other@x.example');
    const clear = (reason: string, caller = operator) => ask(`mutation { clearApps(reason: "${reason}") }`, caller);
    expect((await clear('A flood.', nobody('x'))).codes).not.toEqual([]);
    expect((await clear(' ')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await clear('A flood.')).data['clearApps']).toBe(102);
    expect(new Set((await states()).map(({ state, reason }) => [state, reason].join()))).toEqual(
      new Set(['REFUSED,A flood.']),
    );
    await register('next@x.example');
    expect(await confirm('next@x.example')).toBe(true);
  });

  test('is confirmed or accepted by an operator, too, as where the hub sends no mail; a mail that is not taken leaves none', async () => {
    const { data } = await register();
    const decide = (step: string) =>
      ask(`mutation { decideApp(id: "${data['registerApp'].id}", decision: { step: ${step} }) { state } }`, operator);
    expect((await decide('CONFIRM')).data['decideApp'].state).toBe('WAITING');
    expect((await decide('CONFIRM')).codes).toEqual(['WRONG_STATE']);
    expect((await decide('ACCEPT')).data['decideApp'].state).toBe('ACCEPTED');
    mail.isAway = true;
    expect((await register('away@x.example')).codes).toEqual(['MAIL_NOT_SENT']);
    expect((await states()).some(({ contact }) => contact === 'away@x.example')).toBe(false);
  });

  test('once accepted, cannot prolong its own secret: its contact does, by mail, or an operator', async () => {
    const { data } = await register('an@x.example');
    const { id } = data['registerApp'] as { id: string };
    await confirm('an@x.example');
    await ask(`mutation { decideApp(id: "${id}", decision: { step: ACCEPT }) { state } }`, operator);
    const app = callerOf({ subject: id, app: id, roles: ['app'], scopes: ['progress:read'] });
    const secrets = async () =>
      (await ask('{ ownApp { secrets { id until } } }', app)).data['ownApp'].secrets as { id: string; until: string }[];
    const until = (await secrets())[0]?.until ?? '';
    ahead = 390 * day;
    expect((await ask('mutation { renewAppSecret { secret } }', app)).codes).toEqual([]);
    expect((await secrets()).map((one) => one.until)).toEqual([until, until]);
    expect(await confirm('an@x.example', 1)).toBe(true);
    const [first, second] = (await secrets()) as [{ id: string; until: string }, { id: string; until: string }];
    expect([first.until, second.until > until]).toEqual([until, true]);
    await ask(`mutation { revokeAppSecret(id: "${first.id}") { id } }`, app);
    await ask(`mutation { revokeAppSecret(id: "${second.id}") { id } }`, app);
    expect((await ask(`mutation { renewAppSecret(app: "${id}") { secret } }`, nobody('x'))).codes).not.toEqual([]);
    expect((await ask(`mutation { renewAppSecret(app: "${id}") { secret } }`, operator)).codes).toEqual([]);
    expect((await secrets()).every((one) => one.until > until)).toBe(true);
  });

  test('that is refused has no documents left, and no other app that is not accepted has any', async () => {
    const { data } = await register('an@x.example');
    const { id } = data['registerApp'] as { id: string };
    await confirm('an@x.example');
    const app = callerOf({ subject: id, app: id, roles: [], scopes: [] });
    expect((await ask('mutation { registerAppDocuments(manifest: "{}") { id } }', app)).codes).toEqual(['WRONG_STATE']);
    await subgraph.execute(
      `insert into app_document (app, hash, text, registered_at) values ('${id}', repeat('0', 64), '{ goals { code } }', now())`,
    );
    expect((await feed())?.apps[0]?.documents).toBeUndefined();
    expect((await subgraph.operator(`/operator/registry/feed/apps/${id}/documents/${'0'.repeat(64)}`)).status).toBe(
      404,
    );
    await ask(`mutation { decideApp(id: "${id}", decision: { step: REFUSE, reason: "No." }) { state } }`, operator);
    expect(await subgraph.execute('select 1 from app_document')).toEqual([]);
  });
});
