/** Reads a JSON object; an empty one where the text is something else. */
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
