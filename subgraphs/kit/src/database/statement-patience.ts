import { afterLoopTime } from '@hub/runtime';

/** After how long without an answer the database is tested, and how long the test may take, in milliseconds. */
const [firstLookMs, answerMs] = [1000, 1000];

/** Tests whether the database answers. @throws where it does not within so many milliseconds. */
type AskDatabase = (milliseconds: number) => Promise<void>;

/**
 * Ends statements that wait for a paused database: a statement may be slow, but a database that does not answer a test
 * either is away, and callers get the error at once. Times are measured on this process's event loop.
 */
export class StatementPatience {
  #asking: Promise<boolean> | undefined;

  constructor(private readonly ask: AskDatabase) {}

  /**
   * Watches a statement until it has ended.
   * @param cut is called with the elapsed time where the database does not answer.
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

  /** Whether the database answers: statements that wait at once share one test. */
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
 * Whether a statement may have changed data permanently before its answer came. A transaction without a commit is
 * rolled back with its connection.
 */
export function mayHaveChanged(text: string, isInTransaction: boolean): boolean {
  if (/^\s*commit\b/i.test(text)) return true;
  return !isInTransaction && !/^\s*(begin|start|rollback|set|select)\b/i.test(text);
}
