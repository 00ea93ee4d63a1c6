/** What of a node of a plan makes a subgraph's request. */
export interface RequestParts {
  readonly operation: string;
  readonly operationName?: string;
  readonly variableUsages?: readonly string[];
}

/**
 * Prepares the bodies of a node's requests: what is the same for each is written once.
 * @returns a function of the client's variables, of which those used are sent, and of representations by the name of
 * their variable, each list as JSON text.
 */
export function requestBody({ operation, operationName, variableUsages = [] }: RequestParts) {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  const start = `{"query":${JSON.stringify(operation)}${name}`;
  const usages = variableUsages.map((variable) => ({ variable, key: `${JSON.stringify(variable)}:` }));
  return (
    variables: Readonly<Record<string, unknown>>,
    representations: readonly (readonly [variable: string, list: string])[] = [],
  ): string => {
    let text = '';
    for (const { variable, key } of usages) {
      if (Object.hasOwn(variables, variable)) text += `,${key}${JSON.stringify(variables[variable])}`;
    }
    for (const [variable, list] of representations) text += `,"${variable}":${list}`;
    return text ? `${start},"variables":{${text.slice(1)}}}` : `${start}}`;
  };
}
