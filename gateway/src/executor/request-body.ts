/** What of a node of a plan makes a subgraph's request. */
export interface RequestParts {
  readonly operation: string;
  readonly operationName?: string;
  readonly variableUsages?: readonly string[];
}

/**
 * Prepares the bodies of a node's requests: what is the same for each is written once.
 * @returns a function of the client's variables, of which those used are sent, and of representations by the name of
 * their variable, each list as its items in JSON, separated by commas.
 */
export function requestBody({ operation, operationName, variableUsages = [] }: RequestParts) {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  const start = `{"query":${JSON.stringify(operation)}${name}`;
  const constant = Buffer.from(`${start}}`);
  const withVariables = Buffer.from(`${start},"variables":{`);
  const end = Buffer.from(']}}');
  const usages = variableUsages.map((variable) => ({ variable, key: `${JSON.stringify(variable)}:` }));
  return (
    variables: Readonly<Record<string, unknown>>,
    representations: readonly (readonly [variable: string, items: Buffer])[] = [],
  ): Buffer => {
    let separator = '';
    let text = '';
    for (const { variable, key } of usages) {
      if (!Object.hasOwn(variables, variable)) continue;
      text += `${separator}${key}${JSON.stringify(variables[variable])}`;
      separator = ',';
    }
    if (representations.length === 0) return text ? Buffer.from(`${start},"variables":{${text}}}`) : constant;
    // What is large is copied as bytes, not put together as text first.
    const parts: Buffer[] = [withVariables];
    for (const [variable, items] of representations) {
      parts.push(Buffer.from(`${text}${separator}"${variable}":[`), items);
      text = '';
      separator = '],';
    }
    parts.push(end);
    return Buffer.concat(parts);
  };
}
