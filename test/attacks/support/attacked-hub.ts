import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OperatorScope, operatorTokenFor } from '@hub/protocol';
import { subgraphs as subgraphCodes } from '@hub/runtime';
import { DataFolder } from '../../../subgraphs/hub/src/cli/data-folder.js';
import { gatewayPart } from '../../../subgraphs/hub/src/cli/parts.js';
import type { ReceiptSettings } from '../../../gateway/src/trust/receipts.js';
import { choosePorts, localUrl } from '../../../subgraphs/hub/src/cli/ports.js';
import { reachOf } from '../../../subgraphs/hub/src/postgres/server-part.js';
import { freePort, hub, startCommand } from '../../hub/support/hub.js';
import { folderOfHub } from '../../hub/support/hub-folders.js';
import { clusterOf, executeOn } from '../../hub/support/small-hub.js';
import { type RunningIssuer, startIssuer } from '../../support/issuer.js';
import { launchedGateway, type SigningGateway } from '../../support/signing-gateway.js';
import { untilTakenIn } from '../../support/taken-in.js';
import { type AttackedGateway, startAttacked } from './attacked-gateway.js';

/** The whole hub, with all of trust on: its gateway, every organisation's subgraph, and the issuer of tokens. */
export interface AttackedHub extends AttackedGateway {
  readonly issuer: RunningIssuer;
  /** Where an organisation's subgraph is, without `/graphql`. */
  subgraphUrl(code: string): string;
  /** An attacker with the gateway's keys, who sends requests to a subgraph directly. */
  signingGateway(code: string, receipts?: ReceiptSettings): SigningGateway;
  /** Writes to an organisation's database, as its server's own role. */
  execute(code: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Hands a file to a subgraph, as its operator does. */
  importFile(code: string, kind: string, content: string): Promise<void>;
  /** Runs `hub …` as the hub's operator does; what it said. */
  operate(...args: readonly string[]): Promise<string>;
  /** What opens something behind the operators’ endpoints, by organisation. */
  operatorTokens(scope: OperatorScope): Readonly<Record<string, string>>;
  /** What each part of the hub logged, by its name. */
  logs(): Readonly<Record<string, string>>;
  /** The secrets that the hub keeps on its disk. */
  secrets(): readonly string[];
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Names in an imported file that no answer of the hub may contain. */
export const plantedName = 'Lê Thị Kín Đáo';
export const plantedNumber = '038180123456';

/** The attackers' false token, which no log may contain. */
export const plantedToken = 'planted-token-0123456789';

/** People of two communes who learned in groups of the Women's Union: 3 of Mường Lát, 12 of Tam Chung. */
const members = [
  'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
  ...Array.from({ length: 15 }, (_, index) => {
    const number = index === 0 ? plantedNumber : `0381801${String(30_000 + index)}`;
    return `G,${number},${plantedName},FEMALE,1980,${index < 3 ? '14845' : '14848'},2026-01-01,2026-02-01`;
  }),
].join('\n');

/** Starts it on embedded PostgreSQL, with a learning group and its members. */
export async function startAttackedHub(): Promise<AttackedHub> {
  const [folder, port, issuer] = await Promise.all([folderOfHub('bare'), freePort(), startIssuer()]);
  const environment = {
    ...issuer.environment,
    // The strictest setting: no page of another site may send requests, not even for public data.
    ALLOWED_ORIGINS: 'none',
    HUB_TOKEN_ISSUER: issuer.url,
    HUB_CLIENT_SECRET_FILE: issuer.secretFile,
    AUDIT_FAILURE: 'refuse',
    // Else an import and its test would release the same people twice, or once, as it happens.
    RELEASES: 'by hand',
  };
  const data = new DataFolder(join(folder, '.data'));
  const ports = choosePorts(String(port), {});
  const subgraphs = startCommand(['start', '--no-gateway', '--no-demo', '--port', String(port)], {
    folder,
    environment,
  });
  await subgraphs.untilItSays('Ctrl-C stops it.');
  const operate = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await hub([...args, '--port', String(port)], { folder });
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  };
  const importFile = async (code: string, kind: string, content: string) => {
    const file = join(folder, `${kind}.csv`);
    writeFileSync(file, content);
    await operate('import', code, kind, file);
  };
  const importing = (kind: string, content: string) => importFile('womens-union', kind, content);
  await importing('branches', 'code,commune_code,name_vi,name_en,member_count\nB,14845,Hội,Union,120');
  await importing(
    'learning-groups',
    'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,TEACHER,2025-06-01,',
  );
  await importing('group-members', members);
  await operate('release', 'womens-union');

  const part = gatewayPart({ root, folder, environment, data, ports });
  const gateway = await startAttacked(part.args, part.environment, (role, organisation) =>
    issuer.token(role, organisation),
  );
  await untilTakenIn(gateway.url, { 'womens-union': 1 });
  const urlOf = (code: string) => localUrl(ports, code);
  return {
    ...gateway,
    issuer,
    subgraphUrl: urlOf,
    execute: (code, sql) => {
      const name = code.replaceAll('-', '_');
      const password = encodeURIComponent(readFileSync(data.databasePasswordOf(code), 'utf8').trim());
      const { address } = reachOf({ data: clusterOf(data.path) }, Number(ports.get('postgres')));
      return executeOn(`postgresql://${name}:${password}@${address}/${name}`, sql);
    },
    ...{ importFile, operate },
    signingGateway: (code, receipts) => launchedGateway(data.path, code, urlOf(code), receipts),
    operatorTokens: (scope) =>
      Object.fromEntries(
        subgraphCodes.map(({ code }) => [
          code,
          operatorTokenFor(readFileSync(data.tokenFileOf(code), 'utf8'), scope) ?? '',
        ]),
      ),
    logs: () => ({
      gateway: gateway.log.map((line) => JSON.stringify(line)).join('\n'),
      ...Object.fromEntries(
        readdirSync(data.path, { withFileTypes: true })
          .filter(({ name }) => existsSync(data.logOf(name)))
          .map(({ name }) => [name, readFileSync(data.logOf(name), 'utf8')]),
      ),
    }),
    secrets: () => secretsIn(data.path),
    stop: async () => {
      await gateway.stop();
      await issuer.stop();
      subgraphs.child.kill('SIGINT');
      await subgraphs.ended;
    },
  };
}

/** The tokens, keys and other secrets in the files of a data folder. */
function secretsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?:token|secret|\.key)$/.test(entry.name))
    .map(({ parentPath, name }) =>
      readFileSync(join(parentPath, name), 'utf8')
        .replaceAll(/-----[^-]+-----/g, '')
        .trim(),
    );
}
