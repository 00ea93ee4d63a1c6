/** Reads JSON; an empty object where the text is none, or no object. */
export function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return ((JSON.parse(text) as unknown) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Whether a value may be the name of a session. */
export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
}
