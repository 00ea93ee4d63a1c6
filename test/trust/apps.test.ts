import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditLog, registry } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { variableName } from '../../subgraphs/hub/src/cli/organisations.js';
import { DataFolder } from '../../subgraphs/hub/src/cli/data-folder.js';
import { gatewayPart, type Premises, subgraphPart } from '../../subgraphs/hub/src/cli/parts.js';
import { choosePorts, localUrl } from '../../subgraphs/hub/src/cli/ports.js';
import { freePort, temporaryFolder } from '../hub/support/hub.js';
import { MailServer, type TakenMail, tokenIn } from '../support/mail-server.js';
import { createDatabase } from '../support/database.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const site = 'https://how-far.example';
const wanted = {
  name: 'Xã tôi',
  use: 'Shows each commune how far it is',
  purpose: 'statistics',
  republish: 'DERIVED',
  attribution: 'Phong trào Bình dân học vụ số Thanh Hóa',
  contact: 'an@how-far.example',
  scopes: ['progress:read', 'contributions:read'],
  origins: [site],
};
const registerApp = `mutation Register($input: AppInput!, $key: String!) {
  registerApp(input: $input, idempotencyKey: $key) { id state secret }
}`;
const decideApp = `mutation Decide($id: ID!, $decision: AppDecision!) {
  decideApp(id: $id, decision: $decision) { id state scopes reason rate { perSecond burst } }
}`;
const whoAsks = `{ me { subject app roles purposes registeredApp { id state republish attribution scopes rate { burst } } }
  ownApp { name state reason secrets { id } changes { what by } documents { hash operation } } }`;
/** Of the role app's: needs the scope progress:read, and what for. */
const ofCommune = '{ goal(code: "ADULTS_BASIC") { progress(commune: "14758") { ratio } } }';

interface Registered {
  readonly id: string;
  readonly secret: string;
}

describe('an app that registers itself', () => {
  const folder = temporaryFolder();
  const parts = new Map<string, RunningProgram>();
  let issuer: RunningIssuer;
  let gateway: RunningProgram;
  let operator: string;
  let mail: MailServer;

  beforeAll(async () => {
    const data = new DataFolder(join(folder, '.data'));
    const ports = choosePorts(String(await freePort()), {});
    issuer = await startIssuer(localUrl(ports, 'gateway'));
    mail = await MailServer.open();
    const running = ['movement', auditLog.code, registry.code];
    const environment = {
      ...issuer.environment,
      ...{
        SMTP_URL: mail.url,
        MAIL_FROM: 'hub@hub.example',
        MAIL_LINKS: 'https://hub.example',
        APPS_PER_ADDRESS: '1000',
      },
      ...Object.fromEntries(
        await Promise.all(running.map(async (code) => [`${variableName(code)}_DATABASE_URL`, await createDatabase()])),
      ),
    };
    const premises: Premises = { root, folder, environment, data, ports };
    mkdirSync(data.path, { recursive: true });
    data.prepareSecrets(subgraphs.map(({ code }) => code));
    await Promise.all(
      running.map(async (code) => {
        const part = subgraphPart(code, premises);
        parts.set(code, await startProgram(`subgraphs/${code}/dist/main.js`, [], part.environment));
      }),
    );
    const { args, environment: ofGateway } = gatewayPart(premises);
    gateway = await startProgram('gateway/dist/main.js', args, ofGateway, /^ready$/);
    operator = `Bearer ${await issuer.token('operator')}`;
  });
  afterAll(async () => {
    await gateway.stop();
    for (const part of parts.values()) await part.stop();
    await mail.stop();
    await issuer.stop();
  });

  const send = (body: object, authorization?: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
        ...headers,
      },
      body: JSON.stringify(body),
    });
  const ask = async (query: string, authorization?: string, variables: object = {}) => {
    const response = await send({ query, variables }, authorization);
    const { data, errors = [], extensions } = (await response.json()) as Record<string, any>;
    return { status: response.status, data, errors, extensions, code: errors[0]?.extensions.code as unknown };
  };
  const register = async (input: object = wanted, key: string = crypto.randomUUID()) =>
    ask(registerApp, undefined, { input, key });
  /** Opens the link in the newest mail to an address, and presses its button. */
  const confirm = async (contact: string) => {
    const link = `${gateway.url}/mail/app?token=${tokenIn(mail.to(contact).at(-1) as TakenMail, 'app')}`;
    const asked = await (await fetch(link)).text();
    return { asked, done: await (await fetch(link, { method: 'POST' })).text() };
  };
  let contacts = 0;
  const registered = async (input: object = wanted): Promise<Registered> => {
    const contact = `an${(contacts += 1)}@how-far.example`;
    const { data, errors } = await register({ ...input, contact });
    if (!data?.registerApp) throw new Error(JSON.stringify(errors));
    expect((await confirm(contact)).done).toContain('Confirmed');
    return data.registerApp;
  };
  const decide = (id: string, decision: object, by = operator) => ask(decideApp, by, { id, decision });
  const bearer = ({ secret }: Pick<Registered, 'secret'>) => `Bearer ${secret}`;
  const inState = (app: Registered, state: string, authorization = bearer(app)) => {
    let last: unknown;
    const isSo = async () => {
      const { status, data, errors } = await ask(whoAsks, authorization);
      last = { status, state: data?.me?.registeredApp?.state, errors };
      return data?.me?.registeredApp?.state === state;
    };
    return until(isSo, {
      what: `the gateway to know the app as ${state}`,
      within: 20_000,
      every: 100,
      seen: () => last,
    });
  };
  const accepted = async (decision: object = {}, input: object = wanted): Promise<Registered> => {
    const app = await registered(input);
    const { errors } = await decide(app.id, { step: 'ACCEPT', ...decision });
    expect(errors).toEqual([]);
    await inState(app, 'ACCEPTED');
    return app;
  };

  test('gets its client id and first secret without an account, once; confirmed by mail, they open what is public until it is accepted', async () => {
    const key = crypto.randomUUID();
    const { data } = await register(wanted, key);
    const app = data.registerApp as Registered;
    expect(app).toMatchObject({ id: expect.stringMatching(/^app-[a-z0-9]{12}$/), state: 'UNCONFIRMED' });
    expect((await register(wanted, key)).data.registerApp).toEqual({ id: app.id, state: 'UNCONFIRMED', secret: null });
    expect((await register({ ...wanted, name: 'Other' }, key)).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await send({ query: '{ goals { code } }' }, bearer(app))).status).toBe(401);
    const { asked, done } = await confirm(wanted.contact);
    expect([asked, done]).toEqual([expect.stringContaining('<button>'), expect.stringContaining('Confirmed')]);
    await inState(app, 'WAITING');
    const told = await ask(whoAsks, bearer(app));
    expect(told.data.me).toMatchObject({ subject: app.id, app: app.id, roles: [], purposes: ['statistics'] });
    expect(told.data.ownApp).toMatchObject({
      name: wanted.name,
      state: 'WAITING',
      changes: [{ what: 'confirmed' }, { what: 'registered' }],
    });
    expect((await ask(ofCommune, bearer(app))).code).toBe('OUTSIDE_AGREEMENT');
  });

  test.each([
    ['a scope that apps do not have', { scopes: ['records:read'] }, 'scopes'],
    ['a purpose that apps may not name', { purpose: 'steering' }, 'purpose'],
    ['what is no origin', { origins: ['https://a.example/path'] }, 'origins'],
    ['an origin without TLS', { origins: ['http://a.example'] }, 'origins'],
    ['no contact', { contact: 'An' }, 'contact'],
    ['no source of what it republishes', { attribution: null }, 'attribution'],
  ])('is told where it asks for %s', async (_what, more, where) => {
    const { code, errors } = await register({ ...wanted, ...more });
    expect([code, errors[0]?.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining(where)]);
  });

  test('is accepted by an operator alone, with fewer scopes and a rate; me, and each answer, say what it may', async () => {
    const app = await registered();
    for (const role of ['analyst', 'app']) {
      const { code } = await decide(app.id, { step: 'ACCEPT' }, `Bearer ${await issuer.token(role)}`);
      expect(code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    }
    expect((await decide(app.id, { step: 'ACCEPT' }, bearer(app))).code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    const decision = { step: 'ACCEPT', scopes: ['progress:read'], rate: { perSecond: 50, burst: 90 } };
    expect((await decide(app.id, { ...decision, scopes: ['records:read'] })).code).toBe('BAD_USER_INPUT');
    expect((await decide(app.id, decision)).data.decideApp).toMatchObject({
      state: 'ACCEPTED',
      scopes: ['progress:read'],
    });
    await inState(app, 'ACCEPTED');
    const { data, extensions } = await ask(whoAsks, bearer(app));
    expect(data.me).toMatchObject({
      roles: ['app'],
      registeredApp: {
        republish: 'DERIVED',
        attribution: wanted.attribution,
        scopes: ['progress:read'],
        rate: { burst: 90 },
      },
    });
    expect(extensions).toMatchObject({ terms: { republish: 'DERIVED', attribution: wanted.attribution } });
    expect((await ask(ofCommune, bearer(app))).errors).toEqual([]);
    const limited = await send({ query: '{ goals { code } }' }, bearer(app));
    expect(limited.headers.get('ratelimit-policy')).toContain('q=90');
    // By the password of Basic, too.
    const basic = `Basic ${Buffer.from(`${app.id}:${app.secret}`).toString('base64')}`;
    expect((await ask('{ me { app } }', basic)).data.me.app).toBe(app.id);
    const { data: listed } = await ask('{ apps(state: ACCEPTED) { id use contact } }', operator);
    expect(listed.apps).toContainEqual({
      id: app.id,
      use: wanted.use,
      contact: expect.stringContaining('@how-far.example'),
    });
  });

  test('gets tokens of the issuer with its client id and secret, within its accepted scopes', async () => {
    const [app, other] = [await accepted({ scopes: ['progress:read'] }), await registered()];
    const tokenFor = async ({ id, secret }: Registered) => {
      const response = await fetch(`${issuer.url}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: wanted.scopes.join(' ') }),
      });
      const { access_token: token, error } = (await response.json()) as Record<string, string>;
      return { status: response.status, error, authorization: `Bearer ${token ?? ''}` };
    };
    const { authorization } = await tokenFor(app);
    const { data } = await ask(whoAsks, authorization);
    expect(data.me).toMatchObject({ subject: app.id, roles: ['app'], registeredApp: { scopes: ['progress:read'] } });
    expect(data.ownApp).toMatchObject({ name: wanted.name });
    expect((await ask(ofCommune, authorization)).errors).toEqual([]);
    expect((await ask(ofCommune, (await tokenFor(other)).authorization)).code).toBe('OUTSIDE_AGREEMENT');
    const refused = { status: 401, error: 'invalid_client' };
    expect(await tokenFor({ ...app, secret: other.secret })).toMatchObject(refused);
    expect(await tokenFor({ ...app, secret: 'of nobody' })).toMatchObject(refused);
    expect(await tokenFor({ ...app, secret: await issuer.token('operator') })).toMatchObject(refused);
  });

  test('is refused or suspended with a reason that it reads, and opens what is public then', async () => {
    const [refused, suspended] = [await registered(), await accepted()];
    expect((await decide(refused.id, { step: 'REFUSE' })).code).toBe('BAD_USER_INPUT');
    expect((await decide(refused.id, { step: 'REFUSE', reason: 'No contact answers.' })).errors).toEqual([]);
    expect((await decide(suspended.id, { step: 'SUSPEND', reason: 'Too many requests.' })).errors).toEqual([]);
    await inState(refused, 'REFUSED');
    await inState(suspended, 'SUSPENDED');
    expect((await ask(whoAsks, bearer(refused))).data.ownApp.reason).toBe('No contact answers.');
    expect((await ask(ofCommune, bearer(suspended))).code).toBe('OUTSIDE_AGREEMENT');
    expect((await decide(refused.id, { step: 'SUSPEND', reason: 'X' })).code).toBe('WRONG_STATE');
    expect((await decide(suspended.id, { step: 'RESUME' })).errors).toEqual([]);
    await inState(suspended, 'ACCEPTED');
  });

  test('makes a second secret, and revokes the first itself; another app’s it cannot', async () => {
    const [app, other] = [await accepted(), await accepted()];
    const renew = 'mutation { renewAppSecret { secret app { secrets { id } } } }';
    const { data } = await ask(renew, bearer(app));
    const next = { secret: data.renewAppSecret.secret as string };
    expect(data.renewAppSecret.app.secrets).toHaveLength(2);
    expect((await ask(renew, bearer(app))).code).toBe('TOO_MANY_KEYS');
    await inState(app, 'ACCEPTED', bearer(next));
    const revoke = 'mutation Revoke($id: ID!, $app: ID) { revokeAppSecret(id: $id, app: $app) { secrets { id } } }';
    const idOf = ({ secret }: { secret: string }) => secret.split('_')[1];
    expect((await ask(revoke, bearer(app), { id: idOf(other) })).code).toBe('BAD_USER_INPUT');
    expect((await ask(revoke, bearer(app), { id: idOf(other), app: other.id })).code).toBe(
      'UNAUTHORIZED_FIELD_OR_TYPE',
    );
    const revoked = await ask(revoke, bearer(next), { id: idOf(app) });
    expect(revoked.data.revokeAppSecret.secrets).toEqual([{ id: idOf(next) }]);
    await until(async () => (await send({ query: '{ goals { code } }' }, bearer(app))).status === 401, {
      what: 'the first secret to be refused',
      within: 20_000,
    });
    const answer = await send({ query: '{ goals { code } }' }, bearer(app));
    expect(answer.headers.get('www-authenticate')).toContain(
      `resource_metadata="${gateway.url}/.well-known/oauth-protected-resource"`,
    );
    for (const path of ['', '/mcp']) {
      const metadata = await fetch(`${gateway.url}/.well-known/oauth-protected-resource${path}`);
      expect(await metadata.json()).toMatchObject({
        resource: `${gateway.url}${path}`,
        authorization_servers: [issuer.environment['TOKEN_ISSUER']],
        scopes_supported: expect.arrayContaining(['progress:read']),
      });
    }
    expect((await ask('{ me { app } }', bearer(next))).data.me.app).toBe(app.id);
  });

  test('registers its own documents from CI: checked, isolated by app, at once, listed and removed', async () => {
    const [app, other] = [await accepted(), await accepted()];
    const text = 'query Codes { goals { code } }';
    const hash = createHash('sha256').update(text).digest('hex');
    const push =
      'mutation Push($manifest: String!) { registerAppDocuments(manifest: $manifest) { documents { hash operation } } }';
    const pushed = (manifest: unknown) => ask(push, bearer(app), { manifest: JSON.stringify(manifest) });
    const wrong = 'query Wrong { goals { nothing } }';
    const refused = await pushed({ [createHash('sha256').update(wrong).digest('hex')]: wrong, [hash]: text });
    expect([refused.code, refused.errors[0]?.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('nothing')]);
    expect((await pushed({ [hash]: `${text} ` })).code).toBe('BAD_USER_INPUT');
    // Of codegen or Relay, and of Apollo.
    const apollo = {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: hash, name: 'Codes', type: 'query', body: text }],
    };
    for (const manifest of [{ [`sha256:${hash}`]: text }, apollo]) {
      const { data } = await pushed(manifest);
      expect(data.registerAppDocuments.documents).toEqual([{ hash, operation: 'Codes' }]);
    }
    const byId = async (one: Registered) => {
      const response = await send({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }, bearer(one));
      return (await response.json()) as Record<string, any>;
    };
    await until(async () => Array.isArray((await byId(app))['data']?.goals), {
      what: 'the gateway to know the document',
      within: 20_000,
    });
    expect((await byId(other))['errors'][0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    const remove = 'mutation Remove($hashes: [ID!]!) { removeAppDocuments(hashes: $hashes) { documents { hash } } }';
    expect((await ask(remove, bearer(other), { hashes: [hash] })).data.removeAppDocuments.documents).toEqual([]);
    expect((await ask(remove, bearer(app), { hashes: [hash] })).data.removeAppDocuments.documents).toEqual([]);
    await until(async () => (await byId(app))['errors'] !== undefined, {
      what: 'the gateway to forget the document',
      within: 20_000,
    });
  });

  test('asks from the pages of its own site with its secret, once it is accepted', async () => {
    const own = 'https://another-site.example';
    const preflight = async () => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'OPTIONS',
        headers: {
          origin: own,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      });
      return response.headers.get('access-control-allow-headers') ?? '';
    };
    expect(await preflight()).not.toContain('authorization');
    await accepted({}, { ...wanted, origins: [own] });
    expect(await preflight()).toContain('authorization');
  });

  test('reads what it asked for, by its version; operators read the same of all, and others do not', async () => {
    const app = await accepted();
    const software = { 'apollographql-client-name': 'how-far', 'apollographql-client-version': '1.2.0' };
    const counted = async () => {
      await send({ query: 'query Mine { ownApp { name } }' }, bearer(app), software);
      const { data } = await ask('{ ownApp { uses { software field operations deprecated } } }', bearer(app));
      return (data.ownApp.uses as { software: string; field: string }[] | null)?.some(
        (one) => one.software === 'how-far@1.2.0' && one.field === 'RegisteredApp.name',
      );
    };
    await until(async () => (await counted()) === true, { what: 'the log to have what the app asked', within: 30_000 });
    const uses = '{ clientUses(deprecated: false) { client software field } }';
    const { data } = await ask(uses, operator);
    expect(data.clientUses).toContainEqual({
      ...{ client: `app ${app.id}`, software: 'how-far@1.2.0', field: 'RegisteredApp.name' },
    });
    expect((await ask(uses, bearer(app))).code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');

    const today = async () => {
      const { data } = await ask('{ ownApp { usesByDay { day operations failed codes objects } } }', bearer(app));
      return data.ownApp.usesByDay?.[0] as
        { day: string; operations: number; failed: number; codes: string[] } | undefined;
    };
    // The refused question above is in the log a moment after its answer.
    await until(async () => ((await today())?.failed ?? 0) > 0, {
      what: 'the log to have the refusal',
      within: 30_000,
    });
    const { operations, failed, codes } = (await today()) ?? {};
    expect(failed).toBeLessThan(operations ?? 0);
    expect(codes).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
  });
});
