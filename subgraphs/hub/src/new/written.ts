/** A value of a declaration. */
type Value = unknown;

/** Whether a value fits on one line. */
const isShort = (text: string) => text.length <= 100;

/** A value as YAML: blocks, with short values on one line. */
export function asYaml(value: Value, indent = ''): string {
  if (Array.isArray(value))
    return value.map((one) => `${indent}- ${inLine(one) ?? asYaml(one, `${indent}  `).trimStart()}`).join('\n');
  return Object.entries(value as object)
    .map(([name, one]) => {
      const line = typeof one !== 'object' || indent !== '' || Array.isArray(one) ? inLine(one) : undefined;
      if (line !== undefined && isShort(line)) return `${indent}${name}: ${line}`;
      return `${indent}${name}:\n${asYaml(one, `${indent}  `)}`;
    })
    .join('\n');
}

/** A value on one line of YAML; undefined if it is too long. */
function inLine(value: Value): string | undefined {
  const line = flow(value);
  return typeof value !== 'object' || value === null || isShort(line) ? line : undefined;
}

function flow(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, one]) => `${name}: ${flow(one)}`)
      .join(', ')} }`;
  return typeof value === 'string' ? scalar(value) : String(value);
}

/** A text in YAML, without quotes if it needs none. */
function scalar(text: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{M}\d_ .()'/-]*$/u.test(text) && text === text.trim();
  return isPlain && !/^(true|false|null|yes|no|on|off|~)$/i.test(text) ? text : JSON.stringify(text);
}

/** A value in TypeScript: JSON with unquoted names. */
export function asTypeScript(value: Value, indent = ''): string {
  const line = literal(value);
  if (typeof value !== 'object' || value === null || `${indent}${line}`.length <= 100) return line;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const lines = Array.isArray(value)
    ? value.map((one) => `${deeper}${asTypeScript(one, deeper)},`)
    : Object.entries(value).map(([name, one]) => `${deeper}${name}: ${asTypeScript(one, deeper)},`);
  return `${open}\n${lines.join('\n')}\n${indent}${close}`;
}

function literal(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, one]) => `${name}: ${literal(one)}`)
      .join(', ')} }`;
  if (typeof value !== 'string') return String(value);
  return value.includes("'") ? JSON.stringify(value) : `'${value.replaceAll('\\', '\\\\')}'`;
}
