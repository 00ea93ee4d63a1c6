import type { Exchange } from '../http-signature/exchange.js';
import { callerHeader, purposeHeader } from '../http-signature/signed-message.js';

/** The values in the texts of an exchange; undefined where a text lacks one. */
export interface Proof {
  /** When the request was made, by the gateway's clock. */
  readonly at: Date;
  readonly requestId: string | undefined;
  /** The caller: JSON from the gateway. */
  readonly caller: string | undefined;
  readonly purpose: string | undefined;
  /** The `Content-Digest` of the request, for comparison with its text. */
  readonly bodyDigest: string | undefined;
  /** Absent where the gateway states no answer. */
  readonly status: string | undefined;
  readonly answerDigest: string | undefined;
}

/** Reads the values of a verified exchange. */
export function proofOf({ request, answer = '' }: Exchange): Proof {
  const [asked, answered] = [componentsOf(request), componentsOf(answer)];
  const caller = asked.get(callerHeader);
  const [, created] = /;created=(\d+)/.exec(asked.get('@signature-params') ?? '') ?? [];
  return {
    at: new Date(Number(created) * 1000),
    requestId: asked.get('x-request-id'),
    caller: caller === undefined ? undefined : Buffer.from(caller, 'base64url').toString(),
    purpose: asked.get(purposeHeader),
    bodyDigest: asked.get('content-digest'),
    status: answered.get('@status'),
    answerDigest: answered.get('content-digest'),
  };
}

/** The values of the components that a signed text covers, by their names. */
function componentsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^"([^"]+)": (.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
