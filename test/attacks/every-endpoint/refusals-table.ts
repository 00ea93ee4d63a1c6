import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { type Come, misuses } from './misuses.js';

const page = new URL('../../../docs/trust.md', import.meta.url);

/** An endpoint, or several alike, and its answer to each misuse by the misuse's name. */
export interface RefusalsOfEndpoint {
  readonly name: string;
  /** The most that its body may measure, in bytes; undefined where the table does not show it. */
  readonly bytesIn?: number;
  readonly come: Readonly<Record<string, Come | undefined>>;
}

/**
 * Compares a table of docs/trust.md with what endpoints answered; with `WRITE_TABLE` in the environment, writes it.
 * @param title names the table in the page's comments: `<!-- TITLE -->` before it, `<!-- end of TITLE -->` after it.
 */
export function checkRefusals(title: string, endpoints: readonly RefusalsOfEndpoint[]): void {
  const [begin, end] = [`<!-- ${title} -->`, `<!-- end of ${title} -->`];
  const shown = misuses.filter(({ name }) => endpoints.some(({ come }) => come[name]));
  const showsBytes = endpoints.some(({ bytesIn }) => bytesIn !== undefined);
  const head = ['endpoint', ...(showsBytes ? ['bytes in'] : []), ...shown.map(({ name }) => name)];
  const rows = endpoints.map(({ name, bytesIn, come }) => [
    ...[name, ...(showsBytes ? [inBytes(bytesIn ?? 0)] : [])],
    ...shown.map((one) => inWords(come[one.name])),
  ]);
  const lines = [head, head.map(() => '---'), ...rows];
  const table = [...new Set(lines.map((cells) => `| ${cells.join(' | ')} |`))].join('\n');
  const text = readFileSync(page, 'utf8');
  const [first = '', rest = ''] = text.split(begin);
  const [written = '', last = ''] = rest.split(end);
  if (process.env['WRITE_TABLE']) writeFileSync(page, `${first}${begin}\n\n${table}\n\n${end}${last}`);
  else expect(cellsOf(written)).toEqual(cellsOf(table));
}

function inWords(come: Come | undefined): string {
  if (!come) return '';
  const { status, code } = come;
  if (status === 0) return 'closed';
  if (status === 101) return 'open';
  if (status < 300 || status === 302) return 'answers';
  return [status, code].filter((one) => one !== undefined).join(' ');
}

function inBytes(bytes: number): string {
  if (bytes === Infinity) return 'a file';
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MiB` : bytes === 0 ? '' : `${bytes / 1024} KiB`;
}

/** The cells of a table, however it is laid out. */
function cellsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line.startsWith('|') && !line.includes('---'));
  return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}
