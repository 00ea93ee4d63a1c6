import { readFile } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';
import { FollowedFile, type Follower } from '../base/follower.js';
import { oneLine } from '../base/one-line.js';
import { StartError } from '../errors/start-error.js';
import type { SubgraphDirectory } from '../directory/subgraph-directory.js';

export interface FollowingSubgraphs {
  readonly file: string;
  readonly directory: SubgraphDirectory;
  /** The names of the subgraphs in the present supergraph. */
  readonly subgraphs: () => readonly string[];
  readonly log: FastifyBaseLogger;
}

/**
 * Applies a subgraphs file for the first time.
 * @returns its text.
 * @throws StartError if the file cannot be read.
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
 * Applies a subgraphs file, and the files that it names, after each change. A file that cannot be read changes nothing;
 * the log says why.
 * @param taken the text that was applied last.
 */
export function followSubgraphs(
  { file, directory, subgraphs, log }: FollowingSubgraphs,
  taken: string,
  follower: Follower,
): void {
  const followed = new FollowedFile(file);
  let seen = taken;

  const warnOfUnknown = () => {
    const known = new Set(subgraphs());
    const unknown = directory.named.filter((name) => !known.has(name));
    if (unknown.length > 0) log.warn({ subgraphs: unknown, file }, 'the supergraph has no such subgraphs');
  };
  const look = async (isAsked: boolean) => {
    let text: string | undefined;
    try {
      text = await followed.read(isAsked);
    } catch (error) {
      const problem = reasonOf(error);
      if (seen !== problem || isAsked) log.error({ file, reason: problem }, refusal);
      seen = problem;
      return;
    }
    if (text === undefined || (text === seen && !isAsked)) return;
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
  warnOfUnknown();
  follower.follow({ look, fault: refusal, log });
}

const refusal = 'the file of subgraphs cannot be used; everything stays as it was';

function reasonOf(error: unknown): string {
  return oneLine((error as Error).message);
}
