import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Holdings, Receipt } from '@hub/kit/service';
import { readCitizenNumber } from './citizen-number.js';
import { type Command, parseCommand } from './command.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { codeOf } from './home.js';
import { inRows } from './progress.js';

/** `hub subject <organisation>`: shows, exports or erases an organisation's data about a person, or readmits the person. */
export const subject: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: {
      export: { type: 'string' },
      erase: { type: 'boolean', default: false },
      readmit: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      by: { type: 'string' },
      ...endpointOptions,
    },
  });
  const [organisation, ...more] = positionals;
  // A further argument may be a citizen's number, so the message repeats none of them.
  if (organisation === undefined || more.length > 0 || /\d/.test(organisation)) {
    throw new UsageError("Expected only <organisation>: the citizen's number is read from standard input.");
  }
  if (values.erase && values.readmit) throw new UsageError('Expected --erase or --readmit, got both.');
  if (values.erase && !values.yes && !process.stdin.isTTY) {
    throw new UsageError('Expected --yes with --erase where there is no terminal to ask on.');
  }
  const code = codeOf(organisation, surroundings);
  const endpoint = await endpointOf(code, values, surroundings);
  const ask = { number: await readCitizenNumber(), operator: values.by ?? userInfo().username };

  if (values.readmit) {
    const receipt = await endpoint.changeSubject({ ...ask, action: 'readmit' });
    console.log(
      receipt ? described('Files may bring this person in again', receipt) : 'Files were not refused for this person.',
    );
    return 0;
  }
  if (values.export !== undefined || !values.erase || !values.yes) {
    const holdings = await endpoint.showSubject(ask);
    if (values.export === undefined) console.log(describeHoldings(code, holdings));
    else console.log(await exportTo(resolve(surroundings.folder, values.export), code, holdings));
  }
  if (!values.erase) return 0;
  if (!values.yes && !(await isConfirmed(`Erase all of this from ${code}? It cannot be brought back. (yes/no) `))) {
    throw new Failure('Nothing was erased.');
  }
  const receipt = await endpoint.changeSubject({ ...ask, action: 'erase' });
  console.log(
    receipt ? described('Erased', receipt) : 'Nothing is held about this person, and files are refused already.',
  );
  return 0;
};

async function isConfirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

async function exportTo(file: string, organisation: string, { tables, receipt }: Holdings): Promise<string> {
  const content = { organisation, at: receipt.at, receipt: receipt.id, tables };
  try {
    await writeFile(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new Failure(`Cannot write a new file ${file}: ${systemReason(error)}.`);
  }
  return `${inRows(rowsOf(receipt))} about this person: ${file} (receipt ${receipt.id})`;
}

function describeHoldings(organisation: string, { tables, erased, receipt }: Holdings): string {
  const lines = Object.entries(tables).flatMap(([table, rows]) => [
    `  ${table}`,
    ...rows.map(
      (row) =>
        `    ${Object.entries(row)
          .map(([column, value]) => `${column}: ${String(value)}`)
          .join(', ')}`,
    ),
  ]);
  const head =
    lines.length > 0 ? `${organisation} holds about this person:` : `${organisation} holds nothing about this person.`;
  const refused = erased ? ['Files with this person in them are refused: her data was erased.'] : [];
  return [head, ...lines, ...refused, `Receipt ${receipt.id} (${inRows(rowsOf(receipt))} shown).`].join('\n');
}

function described(what: string, { id, at, operator, rows }: Receipt): string {
  const tables = Object.entries(rows).map(([table, count]) => `${inRows(count)} of ${table}`);
  return `${what}${tables.length > 0 ? `: ${tables.join(', ')}` : ''}. Receipt ${id}, ${at}, by ${operator}.`;
}

function rowsOf({ rows }: Receipt): number {
  return Object.values(rows).reduce((total, count) => total + count, 0);
}
