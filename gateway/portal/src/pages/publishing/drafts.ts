import { ask, Unanswered } from '../../hub/ask.js';

/** A step with a draft, by the graph's names. */
export type Step = 'REFRESH' | 'HAND_OVER' | 'RETURN' | 'APPROVE' | 'PUBLISH' | 'DISCARD';

/** A step taken with a draft. */
export interface Deed {
  readonly step: Step | 'DRAFT' | 'CHANGE_NOTES';
  readonly name: string;
  readonly at: string;
  readonly reason: string | null;
}

/** A draft in a list. */
export interface DraftInList {
  readonly id: string;
  readonly period: string;
  readonly revision: number;
  readonly state: 'DRAFT' | 'HANDED_OVER' | 'APPROVED' | 'PUBLISHED' | 'DISCARDED';
  readonly noteVi: string;
  readonly noteEn: string;
  readonly steps: readonly Deed[];
  readonly possibleSteps: readonly Step[];
}

/** Why figures of a draft differ from the former publication. */
export interface Cause {
  readonly kind: 'RELEASE' | 'WITHDRAWN_RELEASE' | 'DENOMINATOR' | 'GOAL' | 'METHOD';
  readonly organisationCode: string | null;
  readonly goalCode: string | null;
  readonly former: string | null;
  readonly now: string | null;
  readonly places: number | null;
}

/** A draft with its preview. */
export interface Draft extends DraftInList {
  readonly unchanged: boolean;
  readonly asKnownAt: string;
  readonly digest: string;
  readonly document: string;
  readonly differenceCount: number;
  readonly newerReleases: readonly string[];
  readonly causes: readonly Cause[];
  readonly former: { readonly id: string; readonly document: string } | null;
  readonly publication: { readonly id: string } | null;
}

export const listFields = `id period revision state noteVi noteEn possibleSteps steps { step name at reason }`;

export const draftFields = `${listFields} unchanged asKnownAt digest document differenceCount newerReleases
  causes { kind organisationCode goalCode former now places } former { id document } publication { id }`;

export const draftMutation = `mutation DraftPublication($input: PublicationDraftInput!, $key: ID!) {
  draftPublication(input: $input, idempotencyKey: $key) { id }
}`;

export const stepMutation = `mutation StepDraft($id: ID!, $step: PublicationDraftStep!, $digest: ID, $reason: String) {
  stepPublicationDraft(id: $id, step: $step, digest: $digest, reason: $reason) { id state }
}`;

export const notesMutation = `mutation NoteOnDraft($id: ID!, $noteVi: String!, $noteEn: String!) {
  noteOnPublicationDraft(id: $id, noteVi: $noteVi, noteEn: $noteEn) { id }
}`;

/** Sends a mutation; returns the error code, or undefined on success. */
export async function done(query: string, variables: object): Promise<string | undefined> {
  try {
    await ask(query, variables);
    return undefined;
  } catch (error) {
    return error instanceof Unanswered ? error.code : 'UNREACHABLE';
  }
}

/** The last complete months in the province's time zone, newest first. */
export function monthsOver(count: number, now = new Date()): string[] {
  const [year = 0, month = 0] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' })
    .format(now)
    .split('-')
    .map(Number);
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.UTC(year, month - 2 - index, 1));
    return at.toISOString().slice(0, 7);
  });
}
