/** Why the gateway cannot start: the message tells the operator what was expected and what came, a line for each fault. */
export class StartError extends Error {
  /** @param exitCode 2 for a wrong option or file, 1 for what the machine refuses. */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(message);
  }
}
