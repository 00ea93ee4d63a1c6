import { type Endpoints } from '@hub/kit';
import { type PublishedOrganisation, takePublished } from '@hub/protocol';
import { followSnapshot, knownOrganisations, SnapshotFolder } from '@hub/runtime';
import { passed } from '../passed.js';

/** How long the registry may take to answer, in milliseconds: longer than it holds a request that waits for a change. */
const answerMs = 25_000;

/** How long to wait after a fault of the database, in milliseconds. */
const repeatMs = 2_000;

/**
 * Follows the registry's snapshots while the server runs, as its settings say: the linked organisations, with names
 * and keys. A start while the registry is unreachable uses the last snapshot.
 */
export function followRegistry({
  server,
  em,
  config: { registry },
}: Pick<Endpoints, 'server' | 'em' | 'config'>): void {
  if (!registry) return;
  const { url, token, folder: path, keyFiles } = registry;
  const folder = new SnapshotFolder(path, keyFiles);
  const take = async () => {
    const { organisations = [] } = folder.snapshot ?? {};
    takePublished(organisations.filter(({ state }) => state === 'LIVE'));
    // For organisations that are folders of the operator here, the operator's file of organisations says more.
    const others = organisations.filter(({ code }) => !knownOrganisations.some((one) => one.code === code));
    await em.fork().execute(keepOrganisations, [JSON.stringify(others.map(rowOf))]);
  };
  const stop = new AbortController();
  /** Takes the newest snapshot, and repeats until it is stored: otherwise an organisation that left would still count. */
  const takeAtLast = async () => {
    while (!stop.signal.aborted) {
      try {
        await take();
        return;
      } catch (error) {
        server.log.error({ err: error }, 'cannot keep the names of organisations; trying again');
        await passed(repeatMs, stop.signal);
      }
    }
  };
  let taking = Promise.resolve();
  let following = Promise.resolve();
  server.addHook('onReady', async () => {
    const kept = folder.open();
    if (kept) {
      const { number, at } = kept;
      server.log.info({ number, at }, 'began with the registry’s snapshot that was kept');
    } else {
      server.log.info(
        'began without a snapshot of the registry: nobody who publishes there is linked until it answers',
      );
    }
    await take();
  });
  server.addHook('onListen', (done) => {
    const ask = async (after: number, signal: AbortSignal): Promise<unknown> => {
      const response = await fetch(new URL(`operator/registry/snapshots?after=${after}`, url), {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
      });
      if (!response.ok)
        throw new Error(`The registry answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
      return response.json();
    };
    const onTaken = () => {
      taking = taking.then(takeAtLast);
    };
    following = followSnapshot({ folder, ask, log: server.log, onTaken }, stop.signal);
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await Promise.all([following, taking]);
  });
}

/** The released figures of a suspended organisation stay; a former organisation's no longer count. */
function rowOf({ code, nameVi, nameEn, dataKind, state, leftOn }: PublishedOrganisation) {
  return {
    ...{ code, name_vi: nameVi, name_en: nameEn, linked: state !== 'LEFT', data_kind: dataKind, state },
    left_on: leftOn,
  };
}

const keepOrganisations = `
  insert into organisation (code, name_vi, name_en, linked, data_kind, data_statement_vi, data_statement_en, state, left_on)
  select o.code, o.name_vi, o.name_en, o.linked, o.data_kind,
    case o.data_kind when 'REAL' then 'Số liệu của tổ chức' else 'Số liệu minh họa, không phải số liệu của tổ chức' end,
    case o.data_kind when 'REAL' then 'The organisation''s own data' else 'Demonstration data, not the organisation''s' end, o.state, o.left_on
  from json_to_recordset(?::json) as o(code text, name_vi text, name_en text, linked boolean, data_kind text, state text, left_on date)
  on conflict (code) do update set name_vi = excluded.name_vi, name_en = excluded.name_en, linked = excluded.linked,
    data_kind = excluded.data_kind, state = excluded.state, left_on = excluded.left_on`;
