import { clientError, type Examined, type OrganisationSaid } from '@hub/protocol';
import type { ShownOrganisation } from './organisation-views.js';
import { placeholdersIn } from './placeholders.js';

/** The facts of an organisation that publishes a schema. */
export interface Unexamined {
  readonly said: Pick<OrganisationSaid, 'endpoint' | 'signsAnswers' | 'linkedBy'>;
  readonly examined: Examined | undefined;
  /** Whether an endpoint must have been examined, as in production. */
  readonly isDemanded: boolean;
}

/**
 * Judges an organisation's report of the examination of its endpoint against the protocol.
 * @returns a remark: that it was not examined, if that was not demanded.
 * @throws GraphQLError `NOT_CONFORMANT` naming the failed checks, or that there was no examination.
 */
export function refuseUnexamined({ said, examined, isDemanded }: Unexamined): string | undefined {
  const { endpoint, linkedBy, signsAnswers } = said;
  if (linkedBy !== 'records' || endpoint === null) return undefined;
  if (examined && examined.failed.length > 0) {
    throw clientError(
      'NOT_CONFORMANT',
      `Expected an endpoint that speaks the protocol, but these checks failed: ${examined.failed.join('; ')}.`,
    );
  }
  if (examined && examined.passed > 0) return undefined;
  if (isDemanded && signsAnswers) {
    throw clientError(
      'NOT_CONFORMANT',
      'Expected an endpoint that was held against the protocol, but nothing was examined: hub publish does it with --conform-key FILE, a key that the endpoint trusts.',
    );
  }
  return 'its endpoint was not held against the protocol';
}

/** The facts of an organisation that is to be accepted. */
export interface Accepting {
  readonly shown: Pick<ShownOrganisation, 'said' | 'examined' | 'override' | 'agreements'>;
  readonly isDemanded: boolean;
  /** Why it is accepted in spite of them; undefined without a reason. */
  readonly reason: string | undefined;
}

/** How an organisation is accepted. */
export interface Accepted {
  /** Whether the reason overrides a refusal. */
  readonly isOverridden: boolean;
  /** A remark; undefined if there is none. */
  readonly told: string | undefined;
}

/**
 * Judges an organisation's examination against the protocol before it is accepted, as when it publishes, and whether
 * its agreements still have placeholders. An operator may accept it in spite of both for a reason, which is recorded.
 * @throws GraphQLError `NOT_CONFORMANT`, also if placeholders are left in production
 */
export function judgeAccepted(accepting: Accepting): Accepted {
  const { shown, isDemanded, reason } = accepting;
  const judged = judgeExamined(accepting);
  const left = placeholdersIn(shown).join('; ');
  if (left === '') return judged;
  if (isDemanded && reason === undefined)
    throw clientError('NOT_CONFORMANT', `It cannot go live: ${left}. ${withReason}`);
  const told = [judged.told, left].filter((one) => one !== undefined).join('; ');
  return { isOverridden: judged.isOverridden || isDemanded, told };
}

const withReason = 'Whoever runs the hub can accept it all the same, with a reason.';

function judgeExamined({ shown, isDemanded, reason }: Accepting): Accepted {
  const { said, examined, override } = shown;
  try {
    return { isOverridden: false, told: refuseUnexamined({ said, examined: examined ?? undefined, isDemanded }) };
  } catch (error) {
    const { message } = error as Error;
    const told = `it was accepted for a reason, though a check refused it. ${message}`;
    if (reason !== undefined) return { isOverridden: true, told };
    // The schema itself was published for a reason.
    if (override !== null) return { isOverridden: false, told: `its schema was published for a reason: ${override}` };
    throw clientError('NOT_CONFORMANT', `${message} ${withReason}`);
  }
}
