import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { format } from 'prettier';
import { givenSettings } from '../../gateway/src/settings/given-settings.js';
import { settingDescriptions as ofGateway } from '../../gateway/src/settings/setting-descriptions.js';
import { settings } from '../../gateway/src/settings/settings.js';
import { environment } from '../../subgraphs/kit/src/settings/config.js';
import { settingDescriptions as ofSubgraph } from '../../subgraphs/kit/src/settings/setting-descriptions.js';

/**
 * The tables of docs/settings.md are written from the settings' declarations. After a change of a setting:
 * `WRITE_PAGES=1 node test/run.mjs test/documentation/settings.test.ts`.
 */
const page = fileURLToPath(new URL('../../docs/settings.md', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** A declaration of zod's, as far as its default is in it. */
interface Declaration {
  readonly def: {
    readonly type: string;
    readonly defaultValue?: unknown;
    readonly in?: Declaration;
    readonly innerType?: Declaration;
  };
}

/** The default of a declaration as the page shows it. */
function defaultOf({ def }: Declaration): string {
  if (def.type !== 'default') {
    const within = def.in ?? def.innerType;
    return within ? defaultOf(within) : '';
  }
  const text = String(def.defaultValue).replace(root, '');
  return text === '' ? '' : `\`${text}\``;
}

const rowsOf = (rows: readonly (readonly string[])[]) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function subgraphTable(): string {
  const shape: Readonly<Record<string, Declaration | undefined>> = environment.shape;
  const rows = Object.entries(ofSubgraph).map(([name, text]) => {
    const declared = shape[name];
    return [`\`${name}\``, declared ? defaultOf(declared) : '', text];
  });
  return rowsOf([['variable', 'default', 'meaning'], ['---', '---', '---'], ...rows]);
}

/** An object in which each property has its own name, with something before it. */
const namesAfter = (prefix: string) => new Proxy({}, { get: (_, name) => `${prefix}${String(name)}` });

function gatewayTable(): string {
  const variables: Readonly<Record<string, unknown>> = givenSettings({}, namesAfter(''));
  const options: Readonly<Record<string, unknown>> = givenSettings(namesAfter('--'), {});
  const shape: Readonly<Record<string, Declaration | undefined>> = settings.shape;
  const rows = Object.entries(ofGateway).map(([name, text]) => {
    const declared = shape[name];
    const named = [options[name], declared ? variables[name] : name].filter((one) => typeof one === 'string');
    return [named.map((one) => `\`${one}\``).join(', '), declared ? defaultOf(declared) : '', text];
  });
  return rowsOf([['option, variable', 'default', 'meaning'], ['---', '---', '---'], ...rows]);
}

test('docs/settings.md has each setting of the declarations, with its default', async () => {
  const former = readFileSync(page, 'utf8');
  const tables = { subgraph: subgraphTable(), gateway: gatewayTable() };
  const written = Object.entries(tables).reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(<!-- end -->)`),
        (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
      ),
    former,
  );
  const expected = await format(written, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' });
  if (process.env['WRITE_PAGES']) writeFileSync(page, expected);
  else expect(former).toBe(expected);
  expect(tables.gateway).toContain('`--operation-timeout`, `OPERATION_TIMEOUT_MS` | `30000`');
  expect(tables.subgraph).toContain('`DATABASE_LOCK_TIMEOUT_MS` | `5000`');
});
