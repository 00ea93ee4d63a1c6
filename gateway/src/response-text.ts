const texts = new WeakMap<object, string>();

/** The JSON text of a response; made once, to however many clients and buffers it goes. It must not change afterwards. */
export function responseText(response: object): string {
  let text = texts.get(response);
  if (text === undefined) texts.set(response, (text = JSON.stringify(response)));
  return text;
}
