import type { System } from './upstream-client.js';
import { UpstreamFault } from './upstream-fault.js';

/** Asks a system for its schema, as Federation's specification says. @throws UpstreamFault */
export async function askSchema(system: System): Promise<string> {
  const bytes = await system.post('{"query":"{ _service { sdl } }"}', { 'x-request-id': 'connector' });
  let sdl: unknown;
  try {
    const answer = JSON.parse(bytes.toString()) as {
      readonly data?: { readonly _service?: { readonly sdl?: unknown } };
    };
    sdl = answer.data?._service?.sdl;
  } catch {
    throw new UpstreamFault('UPSTREAM_NOT_JSON', 'expected the schema as JSON at data._service.sdl');
  }
  if (typeof sdl === 'string') return sdl;
  throw new UpstreamFault('UPSTREAM_INVALID', 'expected the schema as a text at data._service.sdl');
}
