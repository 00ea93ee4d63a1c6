/** Why the gateway cannot start: the message is one line for the operator, saying what was expected and what came. */
export class StartError extends Error {
  /** @param exitCode 2 for a wrong option or file, 1 for what the machine refuses. */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(message);
  }
}
