import { join } from 'node:path';
import { type Command, parseCommand } from './command.js';
import { DataFolder } from './data-folder.js';
import { loadAll, type Loaded } from './load.js';
import { chooseSubgraphs } from './organisations.js';
import type { Premises } from './parts.js';
import { localUrl, portsOfRunning } from './ports.js';
import { inRows } from './progress.js';
import { sharedDemoFolder } from './shipped-files.js';
import { endpointWithTokenFrom } from './token-file.js';

export interface LoadOptions {
  readonly organisations: readonly string[];
  /** Whether the made-up files are loaded too. */
  readonly demonstration: boolean;
  /** The folder with each organisation's made-up files, instead of the shipped ones. */
  readonly demonstrationFolder?: string | undefined;
  readonly signal?: AbortSignal;
}

/** The options of every command that loads files. */
export const loadOptions = {
  port: { type: 'string' },
  data: { type: 'string' },
  demo: { type: 'boolean', default: true },
  demonstration: { type: 'string' },
} as const;

/** `hub load [organisation…]`: hands the organisations' shipped files to their running subgraphs. */
export const load: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: loadOptions,
  });
  const premises = {
    ...surroundings,
    data: DataFolder.from(values.data, surroundings),
    ports: portsOfRunning(values, surroundings),
  };
  const organisations = chooseSubgraphs(positionals).map(({ code }) => code);
  const { files, rows, mistakes } = await loadOrganisations(premises, {
    ...{ organisations, demonstration: values.demo, demonstrationFolder: values.demonstration },
  });
  console.log(files === 0 ? 'Every file is in.' : `Loaded ${files} files, ${inRows(rows)}.`);
  return mistakes.length === 0 ? 0 : 3;
};

/** The common part of `hub load` and `hub start`: loads missing files, and prints their faults. */
export async function loadOrganisations({ root, data, ports }: Premises, options: LoadOptions): Promise<Loaded> {
  const { organisations, demonstration, demonstrationFolder, signal } = options;
  const loads = organisations.map(async (organisation) => ({
    endpoint: await endpointWithTokenFrom([data.tokenFileOf(organisation)], {
      organisation,
      url: localUrl(ports, organisation),
      signal,
    }),
    folder: join(root, 'subgraphs', organisation),
    demoFolder: demonstrationFolder && join(demonstrationFolder, organisation),
    sharedFolders: [sharedDemoFolder(root)],
    demonstration,
    rejectedFolder: data.of(organisation),
  }));
  const loaded = await loadAll(await Promise.all(loads));
  for (const note of loaded.notes) console.log(note);
  for (const mistake of loaded.mistakes) console.error(mistake);
  return loaded;
}
