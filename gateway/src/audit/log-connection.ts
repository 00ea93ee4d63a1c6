import type { Pool } from 'undici';
import { openPool } from '../connection/pools.js';

/** The error of a commit that the log refuses, and will refuse again. */
export class CommitRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A connection that sends commits to the audit log, one after the other. */
export class LogConnection {
  readonly #pool: Pool;

  /** @param token for the log's endpoint. */
  constructor(
    url: string,
    public token: string,
  ) {
    this.#pool = openPool(new URL(url).origin, { connections: 1 });
  }

  /**
   * Sends a commit.
   * @param milliseconds how long it may take.
   * @returns the log's answer: its signed head.
   * @throws CommitRefused if the log refuses its content; another Error if it may be sent again.
   */
  async send(body: string, milliseconds: number): Promise<string> {
    const { statusCode, body: answer } = await this.#pool.request({
      path: '/operator/audit/entries',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body,
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(milliseconds))),
    });
    const text = await answer.text();
    if (statusCode === 200) return text;
    const problem = `The audit log answered ${statusCode}: ${text.slice(0, 300)}`;
    throw statusCode >= 500 ? new Error(problem) : new CommitRefused(statusCode, problem);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}
