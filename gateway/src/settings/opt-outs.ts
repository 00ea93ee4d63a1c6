import type { Config } from './config.js';
import { trustsEveryone } from '../directory/trust-files.js';

/** The protections that this gateway runs without: one log line for each. */
export function optOuts({
  foreign,
  issuer,
  agreements,
  audit,
  limits,
  trust,
}: Pick<Config, 'foreign' | 'issuer' | 'agreements' | 'audit' | 'limits' | 'trust'>): string[] {
  const lines: string[] = [];
  if (foreign) lines.push("a foreign graph is served: without the hub's agreements and limits, unless they are named");
  if (!issuer) lines.push('no issuer of tokens is trusted: every caller is anonymous');
  if (!foreign && agreements === undefined) {
    lines.push('no agreements are enforced: what schemas demand decides alone');
  }
  if (!audit) lines.push('what is asked is not recorded in an audit log');
  if (!foreign && trustsEveryone(trust)) {
    lines.push('subgraphs are asked unsigned and believed: neither SIGNING_KEY_FILE nor SUBGRAPH_UNSIGNED is set');
  }
  if (!foreign && limits === 'off') lines.push('limits are off: one caller can take all of the gateway');
  return lines;
}
