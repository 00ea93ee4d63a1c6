import { keeperEndpoint, keepers } from './audit-evidence.js';
import { parseCommand, type Surroundings } from './command.js';
import { Failure, NotAsked, UsageError } from './failure.js';
import { reachOptions } from './reach.js';
import { endpointOf } from './endpoint-of.js';

export const anchorOptions = { ...reachOptions, json: { type: 'boolean', default: false } } as const;

/**
 * `hub audit anchor [organisation…]`: prints the end of the audit log that each organisation knows, and the restores
 * that were reported to it; with `--json` it prints the full record of one organisation, for `hub audit verify
 * --anchors`.
 */
export async function auditAnchor(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: anchorOptions });
  const unknown = positionals.find((code) => !keepers.includes(code));
  if (unknown !== undefined) {
    throw new UsageError(`Expected an organisation (one of ${keepers.join(', ')}), got ${JSON.stringify(unknown)}.`);
  }
  const codes = positionals.length === 0 ? keepers : keepers.filter((code) => positionals.includes(code));
  const isOne = codes.length === 1;
  if (!isOne && (values.json || (values.url ?? values['token-file']) !== undefined)) {
    throw new UsageError('Expected one organisation with --json, --url or --token-file.');
  }
  const unasked: string[] = [];
  for (const code of codes) {
    try {
      const endpoint = isOne
        ? await endpointOf(code, values, surroundings)
        : await keeperEndpoint(code, values, surroundings);
      const { anchors, marks } = await endpoint.keptRecord();
      if (values.json) {
        console.log(JSON.stringify({ organisation: code, anchors, marks }));
        continue;
      }
      const newest = anchors.at(-1);
      console.log(
        newest
          ? `${code}: ${anchors.length} anchors, up to entry ${newest.sequence} at ${newest.at} (${newest.hash})`
          : `${code}: no anchors`,
      );
      for (const { anchor, record, held, receivedAt } of marks) {
        const { by, reason } = JSON.parse(record) as { readonly by: string; readonly reason: string };
        const holding = held ? `held up to entry ${held.sequence} (${held.hash})` : 'held nothing';
        console.log(
          `  told at ${receivedAt} of a restore, entry ${anchor.sequence}: by ${by}: ${JSON.stringify(reason)}; it ${holding}`,
        );
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unasked.push(error.message);
    }
  }
  if (unasked.length > 0) throw new NotAsked(unasked.join('\n'));
  return 0;
}
