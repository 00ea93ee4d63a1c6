/** An event of a stream (`text/event-stream`). */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/** Yields each event of a stream on arrival. Ends with the stream, and throws if the connection breaks. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent, void> {
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    // A carriage return may be the first half of a line's end.
    text = (text + part).replaceAll(/\r\n|\r(?!$)/g, '\n');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = readBlock(block);
      if (event) yield event;
    }
  }
}

function readBlock(block: string): StreamEvent | undefined {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
  }
  return data.length === 0 && name === 'message' ? undefined : { name, data: data.join('\n') };
}
