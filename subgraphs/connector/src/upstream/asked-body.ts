/** An operation as a gateway sends it. */
export interface AskedBody {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Reads a request's body; undefined where it is no GraphQL request. */
export function readAskedBody(body: Buffer): AskedBody | undefined {
  let asked: unknown;
  try {
    asked = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  const { query, operationName, variables } = Object(asked) as Record<string, unknown>;
  if (typeof query !== 'string') return undefined;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return undefined;
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables)))
    return undefined;
  return { query, operationName: operationName ?? undefined, variables: (variables ?? {}) as AskedBody['variables'] };
}
