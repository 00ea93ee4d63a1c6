import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { MailServer, type TakenMail, tokenIn } from '../../test/support/mail-server.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { callerOf, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { elapse, until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const scopes = ['progress:read'];
const lan = callerOf({ subject: 'lan', roles: ['analyst'], scopes });
const mai = callerOf({ subject: 'mai', roles: ['staff'], organisation: 'womens-union', scopes });
const app = callerOf({ subject: 'dashboard', app: 'dashboard', roles: ['app'], scopes });
const [hour, day] = [3_600_000, 86_400_000];

describe('alerts by mail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  let mail: MailServer;
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let people = 2000;
  /** By how much the clock stands before the machine's, in milliseconds. */
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);

  const told = async (query: string, caller?: ReturnType<typeof callerOf>) => {
    const { data, errors = [] } = await gateway.query(query, caller ? { caller } : {});
    return { data, codes: errors.map(({ extensions }) => extensions?.['code']) };
  };
  const create = async (address: string, caller = lan, given = '', communes = '') =>
    told(
      `mutation { createMailAlert(input: { address: "${address}", language: EN${given} }${communes}) { id state address until } }`,
      caller,
    );
  const alerts = async (caller = lan) =>
    (await told('{ mailAlerts { id address state disabledReason kinds } }', caller)).data['mailAlerts'];
  const untilMails = (to: string, count: number) =>
    until(() => mail.to(to).length >= count, {
      what: `${count} mails to ${to}`,
      every: 20,
      seen: () => mail.taken.length,
    });
  const byLink = async (field: string, token: string) =>
    (await told(`mutation { ${field}(token: "${token}") }`)).data[field];
  /** Makes an alert whose address is confirmed. */
  const confirmed = async (address: string, caller = lan, given = '', communes = '') => {
    expect((await create(address, caller, given, communes)).codes).toEqual([]);
    await untilMails(address, 1);
    expect(await byLink('confirmMailAlert', tokenIn(mail.to(address)[0] as TakenMail, 'confirm'))).toBe(true);
  };
  /** Has an organisation make a release: figures of a goal change. */
  const release = async (goal = 'ADULTS_BASIC') => {
    people += 40;
    const cells: Cell[] = [
      [goal, '38', '0001-01-01', '2026-09', people, people, 0],
      [goal, '14845', '0001-01-01', '2026-09', people / 2, people / 2, 0],
    ];
    await offered.release('womens-union', cells, { through: '2026-09-30' });
  };

  let registry: Server;
  let endings: object[] = [];
  const ends = {
    ...{ kind: 'AGREEMENT', name: 'A of weavers', endsAt: new Date(Date.now() + 30 * day).toISOString() },
    ...{ renewedBy: 'weavers', contact: 'IT, it@weavers.example', owner: null },
  };

  beforeAll(async () => {
    registry = createServer((request, response) => {
      if (request.url !== '/operator/registry/endings') response.writeHead(404).end();
      else response.end(JSON.stringify({ endings }));
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    mail = await MailServer.open();
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now, eventsEveryMs: 40 },
      mail: {
        ...{ url: mail.url, password: undefined },
        ...{ from: 'Bình dân học vụ số <so-lieu@hub.example>', hub: 'https://hub.example' },
        operator: 'operator@hub.example',
      },
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
      registry: {
        url: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`,
        ...{ token: 'the-token-of-those-who-follow', folder: join(folder, 'registry'), keyFiles: [] },
      },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    for (const kind of ['organisations', 'goal-expectations']) {
      const content = readFileSync(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    await until(async () => (await subgraph.execute('select 1 from hub_event_state')).length > 0, {
      ...{ what: 'a first look', every: 40 },
    });
  }, 240_000);
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    registry.close();
    await mail.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    [mail.isAway, ahead] = [false, 0];
    mail.refused.clear();
  });

  test('begin when the address is confirmed by its link, and tell what was chosen, with no figure', async () => {
    const address = 'lan@example.vn';
    expect(await create(address, lan, ', kinds: [FIGURES]', ', communes: ["14845"]')).toMatchObject({
      codes: [],
      data: { createMailAlert: { state: 'PENDING', address } },
    });
    await untilMails(address, 1);
    const [asked] = mail.to(address) as [TakenMail];
    expect(asked.text).toContain('https://hub.example/mail/confirm?token=');
    await release();
    await until(
      async () => (await subgraph.execute(`select from hub_event where told and kind = 'FIGURES'`)).length > 0,
      {
        ...{ what: 'the event', every: 20 },
      },
    );
    await elapse(400, 'several looks at whom to tell');
    expect(mail.to(address)).toHaveLength(1);

    expect(await byLink('confirmMailAlert', tokenIn(asked, 'confirm'))).toBe(true);
    expect(await byLink('confirmMailAlert', tokenIn(asked, 'confirm'))).toBe(false);
    await untilMails(address, 2);
    const { head, text } = mail.to(address)[1] as TakenMail;
    expect(text).toContain('https://hub.example/goals/ADULTS_BASIC');
    expect(text).not.toMatch(new RegExp(String(people)));
    expect(head).toMatch(/List-Unsubscribe: <https:\/\/hub\.example\/mail\/end\?token=[\w-]{40}>/);
    expect(head).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(head).toContain('Auto-Submitted: auto-generated');
    expect(await alerts()).toMatchObject([{ state: 'ACTIVE', kinds: ['FIGURES'] }]);
  });

  test('tell of what comes within an hour in one mail, and end by their link with nothing left', async () => {
    const address = 'mai@example.vn';
    await confirmed(address, mai, ', kinds: [FIGURES]');
    await release();
    await untilMails(address, 2);
    await release('ADULTS_BASIC');
    await release('ADULTS_BASIC');
    const events = () => subgraph.execute(`select from hub_event where told and kind = 'FIGURES'`);
    const before = (await events()).length;
    await elapse(600, 'several looks at whom to tell');
    expect(mail.to(address)).toHaveLength(2);
    ahead = hour + 1000;
    await untilMails(address, 3);
    expect((await events()).length).toBeGreaterThanOrEqual(before);
    const last = mail.to(address)[2] as TakenMail;
    expect(last.text.match(/\/goals\/ADULTS_BASIC/g)?.length).toBeGreaterThan(1);

    expect(await byLink('endMailAlert', tokenIn(last, 'end'))).toBe(true);
    expect(await byLink('endMailAlert', tokenIn(last, 'end'))).toBe(false);
    expect(await alerts(mai)).toEqual([]);
    const left = await subgraph.execute(`select from mail_alert where address = '${address}'`);
    expect(left).toEqual([]);
  });

  test('are for people who may see what is told, and for one address each', async () => {
    expect((await create('x@example.vn', app)).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    expect((await told('{ mailAlerts { id } }')).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    for (const wrong of ['lan', 'a@b.vn, c@d.vn', 'a@b.vn\\nBcc: c@d.vn', 'Lan <a@b.vn>', '@example.vn']) {
      expect([wrong, (await create(wrong)).codes]).toEqual([wrong, ['BAD_USER_INPUT']]);
    }
    expect((await create('x@example.vn', lan, ', goalCodes: ["HAPPINESS"]')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await create('x@example.vn', lan, '', ', communes: ["99999"]')).codes).toEqual(['BAD_USER_INPUT']);
    // Nobody ends another's.
    const [{ id }] = await alerts();
    expect((await told(`mutation { deleteMailAlert(id: "${id}") }`, mai)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await told(`mutation { deleteMailAlert(id: "${id}") }`, lan)).codes).toEqual([]);
  });

  test('send an address no more than three links a day, whoever asks, and forget one that nobody confirmed', async () => {
    const victim = 'victim@example.vn';
    for (const caller of [lan, mai, lan]) expect((await create(victim, caller)).codes).toEqual([]);
    expect((await create(victim, mai)).codes).toEqual(['TOO_MANY_ALERTS']);
    expect((await create(victim.toUpperCase(), mai)).codes).toEqual(['TOO_MANY_ALERTS']);
    const [link] = mail.to(victim) as [TakenMail];
    ahead = day + 1000;
    expect(await byLink('confirmMailAlert', tokenIn(link, 'confirm'))).toBe(false);
    await until(async () => (await subgraph.execute('select from mail_alert')).length === 0, {
      ...{ what: 'nothing to be left of it', every: 40 },
    });
    expect(await subgraph.execute('select from mail_confirmation')).toEqual([]);
  });

  test('wait for a server that is away, and stop at an address that is refused, without an address in the log', async () => {
    const [late, gone] = ['late@example.vn', 'gone@example.vn'];
    ahead = 2 * day;
    await confirmed(late, lan, ', kinds: [FIGURES]');
    await confirmed(gone, mai, ', kinds: [FIGURES]');
    mail.isAway = true;
    mail.refused.add(gone);
    await release();
    await until(async () => (await alerts(mai))[0]?.state === 'DISABLED', { what: 'it to be disabled', every: 40 });
    expect(await alerts(mai)).toMatchObject([{ disabledReason: 'REFUSED' }]);
    mail.isAway = false;
    ahead = 2 * day + hour;
    await untilMails(late, 2);
    const said = JSON.stringify(subgraph.takeWarnings());
    expect(said).toContain('a mail was not taken');
    expect(said).not.toContain('example.vn');
  });

  test('are one server’s while their mail is sent, and others’ until then', async () => {
    ahead = 4 * day;
    await subgraph.execute('delete from mail_alert');
    const addresses = ['one@example.vn', 'two@example.vn', 'three@example.vn'];
    for (const address of addresses) await confirmed(address, mai, ', kinds: [FIGURES]');
    mail.holdMs = 400;
    await release();
    let most = 0;
    await until(
      async () => {
        const leased = await subgraph.execute('select from mail_alert where leased_until > clock_timestamp()');
        most = Math.max(most, leased.length);
        return addresses.every((address) => mail.to(address).length === 2);
      },
      { what: 'three mails', every: 20 },
    );
    mail.holdMs = 0;
    expect(most).toBe(1);
  });

  test('are forgotten with their address once their year is over, in whatever state they are', async () => {
    ahead = 6 * day;
    await subgraph.execute('delete from mail_alert');
    await confirmed('year@example.vn', mai);
    await confirmed('stopped@example.vn', mai);
    await subgraph.execute(`update mail_alert set state = 'DISABLED' where address = 'stopped@example.vn'`);
    ahead = 380 * day;
    await until(
      async () => (await subgraph.execute(`select 1 from mail_alert where address like '%@example.vn'`)).length === 0,
      { what: 'the addresses to be forgotten' },
    );
  });

  test('tell whom it concerns that something ends: once for each of ninety, thirty and seven days', async () => {
    const taken = () => mail.to('it@weavers.example').map(({ text }) => /ends in \d+ days|has ended/.exec(text)?.[0]);
    endings = [{ ...ends, daysLeft: 29 }];
    await until(() => taken().length === 1, { what: 'the first notice' });
    await elapse(300, 'several looks at what ends');
    endings = [{ ...ends, daysLeft: 6 }];
    await until(() => taken().length === 2, { what: 'the next notice' });
    expect(taken()).toEqual(['ends in 29 days', 'ends in 6 days']);
    // A notice about a key goes to its owner, who needs an alert by mail.
    await subgraph.execute('delete from mail_alert');
    ahead = 8 * day;
    await confirmed('owner@example.vn', lan);
    endings = [{ ...ends, kind: 'PROGRAM_KEY', name: 'k1', contact: null, owner: 'lan', daysLeft: 3 }];
    await untilMails('owner@example.vn', 2);
    expect(mail.to('owner@example.vn').at(-1)?.text).toContain('program key k1 ends in 3 days');
    // A thing of the hub's own has no contact: the operator's address gets it.
    endings = [{ ...ends, kind: 'CERTIFICATE', name: 'of the gateway for people', contact: null, daysLeft: 6 }];
    await untilMails('operator@hub.example', 1);
    expect(mail.to('operator@hub.example')[0]?.text).toContain('certificate of the gateway for people ends in 6 days');
  });
});
