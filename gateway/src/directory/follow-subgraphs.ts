import { readFile } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';
import { oneLine, StartError } from '../errors/start-error.js';
import type { SubgraphDirectory } from './subgraph-directory.js';

/** How often the file is looked at, in milliseconds: as a supergraph's, which see. */
const intervalMs = 1000;

export interface FollowingSubgraphs {
  readonly file: string;
  readonly directory: SubgraphDirectory;
  /** The names of the subgraphs that the supergraph has now. */
  readonly subgraphs: () => readonly string[];
  readonly log: FastifyBaseLogger;
}

/**
 * Has a directory take up a file for the first time.
 * @returns its text.
 * @throws StartError where it cannot be read.
 */
export async function takeSubgraphs(file: string, directory: SubgraphDirectory): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    directory.take(text);
    return text;
  } catch (error) {
    throw new StartError(`--subgraphs or SUBGRAPHS_FILE: expected a file of subgraphs at ${file}: ${reasonOf(error)}`);
  }
}

/**
 * Has a directory take up a file whenever that changes, and on SIGHUP, with the files that it names. A file that cannot be
 * read changes nothing; the log says why.
 * @param taken the text that was taken up last.
 * @returns a function that ends this.
 */
export function followSubgraphs({ file, directory, subgraphs, log }: FollowingSubgraphs, taken: string): () => void {
  let seen = taken;
  let turn: Promise<void> = Promise.resolve();

  const warnOfUnknown = () => {
    const known = new Set(subgraphs());
    const unknown = directory.named.filter((name) => !known.has(name));
    if (unknown.length > 0) log.warn({ subgraphs: unknown, file }, 'the supergraph has no such subgraphs');
  };
  const look = async (anyway: boolean) => {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      const problem = reasonOf(error);
      if (seen !== problem || anyway) log.error({ file, reason: problem }, refusal);
      seen = problem;
      return;
    }
    if (text === seen && !anyway) return;
    seen = text;
    try {
      directory.take(text);
    } catch (error) {
      log.error({ file, reason: reasonOf(error) }, refusal);
      return;
    }
    log.info({ file }, 'the file of subgraphs was taken up');
    warnOfUnknown();
  };
  const lookInTurn = (anyway: boolean) => {
    turn = turn.then(() => look(anyway));
  };
  warnOfUnknown();
  const timer = setInterval(lookInTurn, intervalMs, false).unref();
  const onHangUp = () => {
    lookInTurn(true);
  };
  process.on('SIGHUP', onHangUp);
  return () => {
    clearInterval(timer);
    process.off('SIGHUP', onHangUp);
  };
}

const refusal = 'the file of subgraphs cannot be used; everything stays as it was';

function reasonOf(error: unknown): string {
  return oneLine((error as Error).message);
}
