/** Errors without a code by which node-postgres tells that a server did not answer, or left. */
const awayMessages = /timeout|timed out|terminated|did not answer within|not queryable/i;

/** Whether an error says that a connection took too long, by node-postgres's message: the server may be there. */
export function isLateConnection(message: string): boolean {
  return /connection timeout|timeout (expired|exceeded)/.test(message);
}

/**
 * Whether an error says that a database server cannot be reached, does not answer, or has closed the connection. The
 * message of such an error is node-postgres's, the system's or ours, and holds nothing of a statement.
 * @param code a SQLSTATE, or the system's code.
 */
export function isAway(message: string, code: string | undefined): boolean {
  return code === undefined ? awayMessages.test(message) : /^(E[A-Z]+|EAI_[A-Z]+|08\w{3}|57P0[12])$/.test(code);
}
