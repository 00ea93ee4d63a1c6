import { afterLoopTime } from '@hub/runtime';

/** After so long without an answer the database is asked whether it answers, and how long it may take, in milliseconds. */
const [firstLookMs, answerMs] = [1000, 1000];

/** Asks the database whether it answers. @throws where it does not within so many milliseconds. */
type AskDatabase = (milliseconds: number) => Promise<void>;

/**
 * Ends statements that wait for a database that is paused: a slow statement may take its time, but a database that answers
 * nothing at all is away, and callers learn so while they wait. Times are of this process's own loop.
 */
export class StatementPatience {
  #asking: Promise<boolean> | undefined;

  constructor(private readonly ask: AskDatabase) {}

  /**
   * Watches a statement until it has ended.
   * @param cut is called, with the time that the statement had, where the database does not answer.
   * @returns the function that ends the watch.
   */
  watch(cut: (milliseconds: number) => void): () => void {
    let isOver = false;
    let end = afterLoopTime(firstLookMs, () => void look());
    const look = async () => {
      const isThere = await this.#isThere();
      if (isOver) return;
      if (!isThere) cut(firstLookMs + answerMs);
      else end = afterLoopTime(firstLookMs, () => void look());
    };
    return () => {
      isOver = true;
      end();
    };
  }

  /** Whether the database answers: statements that wait at once share one question. */
  #isThere(): Promise<boolean> {
    this.#asking ??= this.ask(answerMs)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }
}

/**
 * Whether a statement may have changed something for good though no answer has come. A transaction of which the end was not
 * sent is undone with its connection.
 */
export function mayHaveChanged(text: string, isInTransaction: boolean): boolean {
  if (/^\s*commit\b/i.test(text)) return true;
  return !isInTransaction && !/^\s*(begin|start|rollback|set|select)\b/i.test(text);
}
