import { type Endpoints } from '@hub/kit';
import { type PublishedOrganisation, takePublished } from '@hub/protocol';
import { followSnapshot, knownOrganisations, SnapshotFolder, whileListening } from '@hub/runtime';
import { passed } from '../passed.js';
import { askRegistry, longPollMs } from './ask-registry.js';

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
  const folder = new SnapshotFolder(registry.folder, registry.keyFiles);
  const take = async () => {
    const { organisations = [] } = folder.snapshot ?? {};
    takePublished(organisations.filter(({ state }) => state === 'LIVE'));
    // For organisations that are folders of the operator here, the operator's file of organisations says more.
    const others = organisations.filter(({ code }) => !knownOrganisations.some((one) => one.code === code));
    await em.fork().execute(keepOrganisations, [JSON.stringify(others.map(rowOf))]);
  };
  /** Takes the newest snapshot, and repeats until it is stored: otherwise an organisation that left would still count. */
  const takeAtLast = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        await take();
        return;
      } catch (error) {
        server.log.error({ err: error }, 'cannot keep the names of organisations; trying again');
        await passed(repeatMs, signal);
      }
    }
  };
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
  whileListening(server, async (signal) => {
    let taking = Promise.resolve();
    const ask = async (after: number, leaving: AbortSignal): Promise<unknown> => {
      const path = `/operator/registry/snapshots?after=${after}`;
      return JSON.parse(await askRegistry(registry, path, { withinMs: longPollMs, signal: leaving }));
    };
    const onTaken = () => {
      taking = taking.then(() => takeAtLast(signal));
    };
    await followSnapshot({ folder, ask, log: server.log, onTaken }, signal);
    await taking;
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
