import type { Exchange } from '../http-signature/exchange.js';
import { callerHeader, purposeHeader } from '../http-signature/signed-message.js';

/** What the texts of an exchange say; of what is not there, nothing was said. */
export interface Proof {
  /** When it was asked, by the gateway's clock. */
  readonly at: Date;
  readonly requestId: string | undefined;
  /** For whom: JSON, as the gateway named the caller. */
  readonly caller: string | undefined;
  readonly purpose: string | undefined;
  /** The `Content-Digest` of what was asked, which whoever has the text can compare. */
  readonly bodyDigest: string | undefined;
  /** Absent where the gateway states no answer. */
  readonly status: string | undefined;
  readonly answerDigest: string | undefined;
}

/** Reads what an exchange proves, once it is verified. */
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
