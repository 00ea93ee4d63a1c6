import { clientError } from '@hub/protocol';
import { registerEnumType } from 'type-graphql';
import { approveScope, publishScope } from './deed.js';

/** The states of a draft. */
export enum DraftState {
  DRAFT = 'DRAFT',
  HANDED_OVER = 'HANDED_OVER',
  APPROVED = 'APPROVED',
  PUBLISHED = 'PUBLISHED',
  DISCARDED = 'DISCARDED',
}

/** The steps that a person can take with a draft. */
export enum DraftStep {
  REFRESH = 'REFRESH',
  HAND_OVER = 'HAND_OVER',
  RETURN = 'RETURN',
  APPROVE = 'APPROVE',
  PUBLISH = 'PUBLISH',
  DISCARD = 'DISCARD',
}

/** The actions on a draft: its steps, its making, and changes of its notes. */
export enum DraftDeed {
  DRAFT = 'DRAFT',
  CHANGE_NOTES = 'CHANGE_NOTES',
  REFRESH = 'REFRESH',
  HAND_OVER = 'HAND_OVER',
  RETURN = 'RETURN',
  APPROVE = 'APPROVE',
  PUBLISH = 'PUBLISH',
  DISCARD = 'DISCARD',
}

registerEnumType(DraftState, {
  name: 'PublicationDraftState',
  description: 'What became of a draft of a publication (tình trạng dự thảo).',
  valuesConfig: {
    DRAFT: { description: 'It is being worked on (đang soạn).' },
    HANDED_OVER: { description: 'It waits to be approved by a second person (chờ duyệt).' },
    APPROVED: { description: 'It was approved, and can be published (đã duyệt).' },
    PUBLISHED: { description: 'It was published (đã công bố).' },
    DISCARDED: { description: 'It was given up (đã bỏ).' },
  },
});

registerEnumType(DraftStep, {
  name: 'PublicationDraftStep',
  description: 'A step with a draft of a publication (bước xử lý dự thảo).',
  valuesConfig: {
    REFRESH: { description: 'Takes its figures again, as known now (lấy lại số liệu).' },
    HAND_OVER: { description: 'Hands it over for approval (trình duyệt).' },
    RETURN: { description: 'Gives it back, with a reason (trả lại).' },
    APPROVE: { description: 'Approves it: a person who did not work on it (duyệt).' },
    PUBLISH: { description: 'Publishes it, for good (công bố).' },
    DISCARD: { description: 'Gives it up (bỏ dự thảo).' },
  },
});

registerEnumType(DraftDeed, {
  name: 'PublicationDraftDeed',
  description: 'What somebody did with a draft of a publication (việc đã làm với dự thảo).',
  valuesConfig: {
    DRAFT: { description: 'Made it (soạn).' },
    CHANGE_NOTES: { description: 'Changed its notes (sửa ghi chú).' },
    REFRESH: { description: 'Took its figures again (lấy lại số liệu).' },
    HAND_OVER: { description: 'Handed it over for approval (trình duyệt).' },
    RETURN: { description: 'Gave it back (trả lại).' },
    APPROVE: { description: 'Approved it (duyệt).' },
    PUBLISH: { description: 'Published it (công bố).' },
    DISCARD: { description: 'Gave it up (bỏ).' },
  },
});

/** The states between which a step leads, and the scopes that allow it. */
interface Rule {
  readonly from: readonly DraftState[];
  readonly to: DraftState;
  readonly scopes: readonly string[];
}

/** The rules of all steps: the only table of states and permissions. */
export const rules: Readonly<Record<DraftStep, Rule>> = {
  REFRESH: { from: [DraftState.DRAFT], to: DraftState.DRAFT, scopes: [publishScope] },
  HAND_OVER: { from: [DraftState.DRAFT], to: DraftState.HANDED_OVER, scopes: [publishScope] },
  RETURN: { from: [DraftState.HANDED_OVER, DraftState.APPROVED], to: DraftState.DRAFT, scopes: [approveScope] },
  APPROVE: { from: [DraftState.HANDED_OVER], to: DraftState.APPROVED, scopes: [approveScope] },
  PUBLISH: { from: [DraftState.APPROVED], to: DraftState.PUBLISHED, scopes: [publishScope, approveScope] },
  DISCARD: {
    from: [DraftState.DRAFT, DraftState.HANDED_OVER, DraftState.APPROVED],
    to: DraftState.DISCARDED,
    scopes: [publishScope],
  },
};

/** The actions that make a person an author of a draft: an author cannot approve it. */
export const authorship: readonly DraftDeed[] = [DraftDeed.DRAFT, DraftDeed.CHANGE_NOTES, DraftDeed.REFRESH];

/** @throws GraphQLError `WRONG_STATE` */
export function refuseFrom(id: string, state: DraftState, allowed: readonly DraftState[]): void {
  if (allowed.includes(state)) return;
  throw clientError(
    'WRONG_STATE',
    `Expected ${id} to be ${allowed.join(' or ')}, but it is ${state}: look at it again.`,
  );
}
