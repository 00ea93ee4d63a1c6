import {
  type Agreement,
  dayInProvince,
  isInForce,
  isOneOf,
  isSharedWith,
  type NamedPurpose,
  type Partners,
} from '@hub/protocol';
import type { AgreementRequirement } from './requirement.js';
import type { ShownRefusal } from './unauthorized.js';
import type { Caller } from '../request/caller.js';

/** The code of errors about fields that no agreement shares with the caller for the request's purpose. */
export const outsideAgreementCode = 'OUTSIDE_AGREEMENT';

/** The maximum number of agreements in one message. */
const maxNamed = 3;

/** The caller needs a purpose that it may name, a token with more claims, or an agreement. */
type Needs = 'purpose' | 'token' | 'agreement';

/** Whether a caller may name a purpose. Its roles must allow it, and its token too if the token lists purposes. */
export function mayName({ code, askedBy }: NamedPurpose, caller: Caller): boolean {
  return isOneOf(askedBy, caller) && (caller.purposes === undefined || caller.purposes.includes(code));
}

/**
 * Says what would open a field to a caller that does not meet an agreement requirement.
 * @param day in the province, such as 2026-03-31.
 */
export function outsideAgreement(
  { organisation, opening, coarser, purposes }: AgreementRequirement,
  field: string,
  caller: Caller,
  day = dayInProvince(new Date()),
): ShownRefusal {
  const refusal = (
    needs: Needs,
    message: string,
    agreement: string | undefined,
    helping?: readonly string[],
  ): ShownRefusal => ({
    message,
    extensions: {
      code: outsideAgreementCode,
      organisation,
      agreement: agreement ?? null,
      needs,
      ...(helping && { purposes: helping }),
    },
  });
  const [first = coarser[0]] = opening;
  if (!first) return refusal('agreement', `No agreement of ${organisation} shares the field ${field}.`, undefined);

  const inForce = opening.filter((agreement) => isInForce(agreement, day));
  const withCaller = inForce.filter((agreement) => isSharedWith(agreement, caller));
  const nameable = purposes.filter((purpose) => mayName(purpose, caller)).map(({ code }) => code);
  const helping = withCaller.filter((agreement) => nameable.some((code) => isFor(agreement, code)));
  const [helpful] = helping;
  if (helpful) {
    const codes = nameable.filter((code) => helping.some((agreement) => isFor(agreement, code)));
    const message = `Expected the header x-hub-purpose to be one of ${codes.join(', ')}: for these ${organisation} shares the field ${field} with this caller (${idsOf(helping)}).`;
    return refusal('purpose', message, helpful.id, codes);
  }
  const [open] = inForce;
  if (open && !caller.rights.authenticated) {
    const message = `Expected a token: ${organisation} shares the field ${field} ${shown(inForce)}.`;
    return refusal('token', message, open.id);
  }
  const [nearest] = withCaller;
  if (nearest) {
    const message = `${nearest.id} opens the field ${field} to this caller for ${[nearest.purposes].flat().join(', ')}: its token lets it name ${nameable.join(', ') || 'no purpose'}.`;
    return refusal('token', message, nearest.id);
  }
  const forProvince = coarser.filter((agreement) => isInForce(agreement, day) && isSharedWith(agreement, caller));
  if (forProvince.length > 0) {
    const message = `${organisation} shares the field ${field} with this caller for the whole province (${idsOf(forProvince)}), not for single communes${open ? `: it shares those ${shown(inForce)}` : ''}.`;
    return refusal('agreement', message, (open ?? first).id);
  }
  if (open) {
    const message = `The field ${field} is not shared with this caller: ${organisation} shares it ${shown(inForce)}.`;
    return refusal('agreement', message, open.id);
  }
  const days = `${first.from}${first.until === undefined ? '' : ` until ${first.until}`}`;
  const renewal = first.until !== undefined && first.until < day ? ` ${organisation} can renew it.` : '';
  const message = `No agreement of ${organisation} shares the field ${field} on ${day}: ${first.id} holds from ${days}.${renewal}`;
  return refusal('agreement', message, first.id);
}

function isFor({ purposes }: Agreement, code: string): boolean {
  return purposes === 'any' || purposes.includes(code);
}

function idsOf(agreements: readonly Agreement[]): string {
  return agreements.map(({ id }) => id).join(', ');
}

/** Lists the agreements' partners and purposes. */
function shown(agreements: readonly Agreement[]): string {
  const alike = [...Map.groupBy(agreements, purposesOf)];
  const named = alike.slice(0, maxNamed).map(([purpose, ofPurpose]) => {
    // Several agreements can name the same role or organisation.
    const partners = [...new Set(ofPurpose.flatMap((one) => shownPartners(one.with)))];
    return `with ${partners.join(', ')} for ${purpose} (${idsOf(ofPurpose)})`;
  });
  const more = alike.slice(maxNamed).reduce((sum, [, ofPurpose]) => sum + ofPurpose.length, 0);
  return `${named.join('; ')}${more > 0 ? `; and by ${more} more` : ''}`;
}

/** Shows an agreement's partners, purposes and id, as in `with the role app for statistics (WU-2026-03)`. */
export function shownAgreement(agreement: Agreement): string {
  return `with ${shownPartners(agreement.with).join(', ')} for ${purposesOf(agreement)} (${agreement.id})`;
}

function purposesOf({ purposes }: Agreement): string {
  return purposes === 'any' ? 'any purpose' : purposes.join(' or ');
}

function shownPartners(partners: Partners): string[] {
  if (partners === 'anyone') return ['anyone'];
  return partners.map((one) => {
    if ('role' in one) return `the role ${one.role}`;
    if ('group' in one) return 'every linked organisation';
    return 'organisation' in one ? `the organisation ${one.organisation}` : `the app ${one.app}`;
  });
}
