import { clearProperties } from './clear-properties.js';
import { utf8 } from './utf8.js';

const texts = new WeakMap<object, string>();

/** The JSON text of a response, made once for all callers and buffers. The response must not change afterwards. */
export function responseText(response: object): string {
  let text = texts.get(response);
  if (text === undefined) texts.set(response, (text = JSON.stringify(response)));
  return text;
}

const bytes = new WeakMap<object, Buffer | undefined>();

/** Marks a response as shared by several callers, so that its bytes are made once. It must not change afterwards. */
export function goesToSeveral(response: object): void {
  bytes.set(response, undefined);
}

/** The JSON of a response in UTF-8. A response that is not shared is released. */
export function responseBytes(response: object): Buffer {
  const made = bytes.get(response) ?? utf8(JSON.stringify(response));
  if (bytes.has(response)) bytes.set(response, made);
  else clearProperties(response);
  return made;
}
