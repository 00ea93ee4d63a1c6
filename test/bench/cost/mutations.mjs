/**
 * Measures what the mutations take that need what another has made, on a hub that runs: see README.md.
 *
 * node test/bench/cost/mutations.mjs --port 4500 --data FOLDER --pid LAUNCHER [--calls 8]
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, post } from '../parts/load.mjs';
import { cpuOfTree } from './process-cpu.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    data: { type: 'string' },
    pid: { type: 'string' },
    calls: { type: 'string', default: '8' },
  },
});
const [calls, pid] = [Number(values.calls), Number(values.pid)];
const program = fileURLToPath(new URL('../../../subgraphs/hub/dist/hub.js', import.meta.url));
const environment = { PATH: process.env.PATH, HUB_DATA: values.data, GATEWAY_PORT: values.port };
const agent = new Agent({ keepAlive: true });

const tokens = {};
const tokenOf = (who) =>
  (tokens[who] ??= execFileSync(process.execPath, [program, 'token', '--as', ...who.split(' ')], { env: environment })
    .toString()
    .trim());

async function ask(query, who, purpose = 'steering') {
  const headers = { authorization: `Bearer ${tokenOf(who)}`, 'x-hub-purpose': purpose };
  const answer = await post(`http://127.0.0.1:${values.port}/graphql`, {
    body: JSON.stringify({ query }),
    headers,
    agent,
  });
  return JSON.parse(answer).data;
}

/** Asks several times, and gives the median of the processor time of all of the hub's processes, in milliseconds. */
async function measured(makeQuery, who, purpose) {
  const taken = [];
  for (let call = -1; call < calls; call += 1) {
    const query = await makeQuery();
    const before = cpuOfTree(pid);
    await ask(query, who, purpose);
    if (call >= 0) taken.push(cpuOfTree(pid) - before);
  }
  return median(taken);
}

const mutation = (field) => `mutation { ${field} }`;
const staff = (organisation) => `staff --organisation ${organisation}`;
const put = (name, input) => () =>
  mutation(`${name}(idempotencyKey: "${randomUUID()}", input: ${input()}) { __typename }`);
let number = 0;
const next = () => (number += 1);
const commune = '"16438"';

/** A new draft, in the state that a step needs. */
const drafted = async () => {
  const input = `{ period: "2026-10", noteVi: "Đo", noteEn: "Measured", unchanged: true }`;
  const query = mutation(`draftPublication(idempotencyKey: "${randomUUID()}", input: ${input}) { id digest }`);
  return (await ask(query, 'analyst')).draftPublication;
};
const step = (id, name, more = '') =>
  mutation(`stepPublicationDraft(id: "${id}", step: ${name}${more}) { id publication { id } }`);
const discarded = async () => {
  for (const { id } of (await ask('{ publicationDrafts { id state } }', 'analyst')).publicationDrafts.filter(
    ({ state }) => state === 'DRAFT',
  ))
    await ask(step(id, 'DISCARD'), 'analyst');
};
const published = async () => {
  await discarded();
  const { id, digest } = await drafted();
  await ask(step(id, 'HAND_OVER'), 'analyst');
  await ask(step(id, 'APPROVE', `, digest: "${digest}"`), 'approver');
  return (await ask(step(id, 'PUBLISH'), 'analyst')).stepPublicationDraft.publication.id;
};

/** An organisation that has joined, is accepted, and has published two versions of its agreements. */
const joined = `measured-${Date.now()}`;
async function joinUnion() {
  const { inviteOrganisation } = await ask(
    mutation(`inviteOrganisation(code: "${joined}") { secret }`),
    'operator',
    'statistics',
  );
  const folder = mkdtempSync(join(tmpdir(), 'measured-'));
  const write = (name, text) => writeFileSync(join(folder, name), text);
  const agreements = (version) => `format: 1
organisation: ${joined}
agreements:
  - { id: MU-01, version: ${version}, title: { vi: Đo, en: Measured }, figures: ['*'], combined: ['*'], with: [{ role: analyst }], purposes: [steering], granularity: commune, legalBasis: Đo, from: 2025-07-01 }
`;
  write(
    'organisation.yaml',
    `format: 1\ncode: ${joined}\nshortName: the union\nkeepsPeople: true\npublishes: { nameVi: Hội, nameEn: Union, dataKind: DEMONSTRATION, linkedBy: figures, endpoint: null, signsAnswers: true, contact: it@union.example }\n`,
  );
  write('secret', inviteOrganisation.secret);
  write('agreements.yaml', agreements(1));
  const hub = `http://127.0.0.1:${values.port}`;
  const run = (...args) => execFileSync(process.execPath, [program, ...args], { env: environment }).toString();
  run('join', folder, '--hub', hub, '--secret', join(folder, 'secret'));
  await ask(mutation(`stepOrganisation(code: "${joined}", step: ACCEPT) { code }`), 'operator', 'statistics');
  write('agreements.yaml', agreements(2));
  run('publish', folder, '--hub', hub);
}
await joinUnion();
const [group] = (
  await ask('{ learningGroups(first: 1) { nodes { code commune { code } branch { code } } } }', 'analyst')
).learningGroups.nodes;

const webhook = { who: 'app', fields: 'webhook { id }' };
const createWebhook = `createWebhook(input: { name: "Đo", url: "https://app.example/hub", kinds: [PUBLICATION] }) { ${webhook.fields} }`;
const ofApp = async (query) => ask(query, webhook.who, 'statistics');
const withoutWebhooks = async () => {
  for (const { id } of (await ofApp('{ webhooks { id } }')).webhooks)
    await ofApp(mutation(`deleteWebhook(id: "${id}") { id }`));
};
const ofWebhook = (field) => [
  async () => {
    await withoutWebhooks();
    return mutation(field((await ofApp(mutation(createWebhook))).createWebhook.webhook.id));
  },
  webhook.who,
  'statistics',
];

const rows = {
  'a fetch': [() => '{ communes(first: 1) { nodes { code } } }', 'analyst'],
  nothing: [() => '{ __typename }', 'analyst'],
  'Query.publicationDrafts': [() => '{ publicationDrafts { id } }', 'analyst'],
  'Query.publicationDraft': [() => '{ publicationDraft(id: "2026-10_d1") { id } }', 'analyst'],
  'Query.linkedOrganisations': [() => '{ linkedOrganisations { code } }', 'operator', 'statistics'],
  'Query.linkedOrganisation': [() => '{ linkedOrganisation(code: "measured-1") { code } }', 'operator', 'statistics'],
  'Mutation.draftPublication': [
    async () => (
      await discarded(),
      mutation(
        `draftPublication(idempotencyKey: "${randomUUID()}", input: { period: "2026-10", noteVi: "Đo", noteEn: "Measured", unchanged: true }) { id }`,
      )
    ),
    'analyst',
  ],
  'Mutation.noteOnPublicationDraft': [
    async () => (
      await discarded(),
      mutation(`noteOnPublicationDraft(id: "${(await drafted()).id}", noteVi: "Khác", noteEn: "Other") { id }`)
    ),
    'analyst',
  ],
  'Mutation.stepPublicationDraft': [
    async () => (await discarded(), step((await drafted()).id, 'HAND_OVER')),
    'analyst',
  ],
  'Mutation.withdrawPublication': [
    async () =>
      mutation(`withdrawPublication(id: "${await published()}", reasonVi: "Đo", reasonEn: "Measured") { id }`),
    'approver',
  ],
  'Mutation.setGoalDays': [
    () =>
      mutation(
        `setGoalDays(goal: "ADULTS_BASIC", kind: REPORT, fromMonth: "2027-01", days: ${10 + next()}, basis: "Đo") { code }`,
      ),
    'analyst',
  ],
  'Mutation.inviteOrganisation': [
    () => mutation(`inviteOrganisation(code: "measured-${next()}") { __typename }`),
    'operator',
    'statistics',
  ],
  'Mutation.putAccountActivation': [
    put(
      'putAccountActivation',
      () => `{ commune: ${commune}, month: "2026-10", level: 1, method: AT_HOME, occurrences: ${next()} }`,
    ),
    staff('youth-union'),
  ],
  'Mutation.putIdentityCount': [
    put(
      'putIdentityCount',
      () =>
        `{ commune: ${commune}, month: "2026-10", adultsConfirmed: ${next()}, accountsLevel1: 90, accountsLevel2: 80, digitalSignatures: 1 }`,
    ),
    staff('identity'),
  ],
  'Mutation.putGuidanceSession': [
    put(
      'putGuidanceSession',
      () =>
        `{ code: "MEASURED-${next()}", commune: ${commune}, heldOn: "2026-10-02", occurrences: 9, approximate: false, services: [ONLINE_SAFETY], source: "Đo" }`,
    ),
    staff('youth-union'),
  ],
  'Mutation.putWomensUnionMeeting': [
    put(
      'putWomensUnionMeeting',
      () =>
        `{ code: "MEASURED-${next()}", titleVi: "Đo", titleEn: "Measured", heldOn: "2026-10-02", level: PROVINCE, attendances: 9, source: "Đo" }`,
    ),
    staff('womens-union'),
  ],
  'Mutation.putLearningGroup': [
    put(
      'putLearningGroup',
      () =>
        `{ code: "MEASURED-${next()}", branch: "${group.branch.code}", commune: "${group.commune.code}", nameVi: "Đo", nameEn: "Measured", leaderRole: CADRE, foundedOn: "2026-01-02" }`,
    ),
    staff('womens-union'),
  ],
  'Mutation.putLearningGroupSession': [
    put(
      'putLearningGroupSession',
      () =>
        `{ code: "MEASURED-${next()}", group: "${group.code}", commune: "${group.commune.code}", heldOn: "2026-10-02", topicVi: "Đo", topicEn: "Measured", attendances: 9 }`,
    ),
    staff('womens-union'),
  ],
  'Mutation.stepOrganisation': [
    () =>
      mutation(
        `stepOrganisation(code: "${joined}", step: ${next() % 2 === 0 ? 'RESUME' : 'SUSPEND'}, reason: "Đo") { code }`,
      ),
    'operator',
    'statistics',
  ],
  'Mutation.rollBackOrganisation': [
    () => mutation(`rollBackOrganisation(code: "${joined}", kind: AGREEMENTS, version: ${1 + (next() % 2)}) { code }`),
    'operator',
    'statistics',
  ],
  'Query.events': [() => '{ events { nodes { cursor } } }', 'analyst'],
  'Query.webhooks': [() => '{ webhooks { id } }', webhook.who, 'statistics'],
  'Mutation.createWebhook': [async () => (await withoutWebhooks(), mutation(createWebhook)), webhook.who, 'statistics'],
  'Mutation.rotateWebhookSecret': ofWebhook((id) => `rotateWebhookSecret(id: "${id}") { ${webhook.fields} }`),
  'Mutation.testWebhook': ofWebhook((id) => `testWebhook(id: "${id}") { status }`),
  'Mutation.replayWebhook': ofWebhook((id) => `replayWebhook(id: "${id}", after: "1") { id }`),
  'Mutation.deleteWebhook': ofWebhook((id) => `deleteWebhook(id: "${id}") { id }`),
};
const results = {};
for (const [name, [makeQuery, who, purpose]] of Object.entries(rows)) {
  try {
    results[name] = (await measured(makeQuery, who, purpose)).toFixed(2);
  } catch (error) {
    results[name] = error.message;
  }
  console.log(name, results[name]);
}
