/** node-postgres's errors without a code for a server that did not answer, or closed the connection. */
const awayMessages = /timeout|timed out|terminated|did not answer within|not queryable/i;

/** Whether an error says, by node-postgres's message, that a connection took too long: the server may be running. */
export function isLateConnection(message: string): boolean {
  return /connection timeout|timeout (expired|exceeded)/.test(message);
}

/**
 * Whether an error says that a database server cannot be reached, does not answer, or has closed the connection. The
 * message of such an error comes from node-postgres, the system or the kit, and contains no statement.
 * @param code a SQLSTATE, or the system's code.
 */
export function isAway(message: string, code: string | undefined): boolean {
  return code === undefined ? awayMessages.test(message) : /^(E[A-Z]+|EAI_[A-Z]+|08\w{3}|57P0[12])$/.test(code);
}
