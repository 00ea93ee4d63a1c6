/** The gateway cannot start. The message has a line for each fault: the expected value and the actual one. */
export class StartError extends Error {
  /** @param exitCode 2 for a wrong option or file, 1 for a failure of the machine. */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(message);
  }
}
