import type { Fetch } from '../../plan/plan.js';

/**
 * Prepares the bodies of a fetch's requests: the common part is written once.
 * @returns a function of the caller's variables, of which those used are sent, and of representations by the name of
 *   their variable, each list as its items in JSON, separated by commas.
 */
export function requestBody({ text: operation, variables: used }: Pick<Fetch, 'text' | 'variables'>) {
  const start = `{"query":${JSON.stringify(operation)}`;
  const constant = Buffer.from(`${start}}`);
  const withVariables = Buffer.from(`${start},"variables":{`);
  const end = Buffer.from(']}}');
  const usages = used.map((variable) => ({ variable, key: `${JSON.stringify(variable)}:` }));
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
    // Large lists are copied as bytes, not joined as strings first.
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
