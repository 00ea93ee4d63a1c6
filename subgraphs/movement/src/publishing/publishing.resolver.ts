import { Cost, Format, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { badUserInput } from '@hub/protocol';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { approveScope, doerOf, publishScope } from './deed.js';
import { makeDraft } from './make-draft.js';
import { PublicationDraftInput, PublicationDraftObject } from './publication-draft.type.js';
import { DraftStep } from './publishing-steps.js';
import { readDrafts, type StoredDraft } from './stored-draft.js';
import { changeNotes, takeStep } from './take-step.js';

/** Allows drafters and approvers. */
const RequiresPublishing = () => RequiresScopes([publishScope], [approveScope]);

@Resolver(() => PublicationDraftObject)
export class PublishingResolver {
  @RequiresPublishing()
  @Cost(50)
  @Query(() => [PublicationDraftObject], {
    nullable: true,
    description: 'The drafts of publications (các dự thảo), the newest first.',
  })
  publicationDrafts(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many at most (tối đa bao nhiêu), 0 to 100.' })
    first: number,
    @Ctx() { em }: SubgraphContext,
  ): Promise<StoredDraft[]> {
    if (first < 0 || first > 100) throw badUserInput(`Expected first to be 0 to 100, but got ${first}.`);
    return readDrafts(em, { first });
  }

  @RequiresPublishing()
  @Cost(5)
  @Query(() => PublicationDraftObject, {
    nullable: true,
    description: 'One draft of a publication (một dự thảo); null when there is none.',
  })
  async publicationDraft(
    @Format('code')
    @Arg('id', () => ID, { description: 'Its id (mã dự thảo), such as `2026-10_d1`.' })
    id: string,
    @Ctx() { em }: SubgraphContext,
  ): Promise<StoredDraft | null> {
    return (await readDrafts(em, { id }))[0] ?? null;
  }

  @RequiresScopes([publishScope])
  @Cost(1000)
  @Mutation(() => PublicationDraftObject, {
    nullable: true,
    description:
      'Drafts the publication of a period that is over, from the figures as known now (soạn dự thảo). Of a period that was published before it is a correction. Figures that say what the revision before says are refused, unless that is meant.',
  })
  draftPublication(
    @Arg('input', () => PublicationDraftInput, { description: 'What is to be published (nội dung).' })
    { period, noteVi, noteEn, unchanged }: PublicationDraftInput,
    @Format('code')
    @Arg('idempotencyKey', () => ID, {
      description: 'Your own name for this request (khóa chống lặp): the same request under it is the same draft.',
    })
    key: string,
    @Ctx() context: SubgraphContext,
  ): Promise<StoredDraft> {
    return makeDraft({ period, noteVi, noteEn, unchanged }, key, doerOf(context, publishScope), context);
  }

  @RequiresScopes([publishScope])
  @Cost(200)
  @Mutation(() => PublicationDraftObject, {
    nullable: true,
    description: 'Changes what is said with a draft that was not handed over (sửa ghi chú).',
  })
  noteOnPublicationDraft(
    @Format('code')
    @Arg('id', () => ID, { description: 'By what the draft is known (mã dự thảo).' })
    id: string,
    @Format('note')
    @Arg('noteVi', () => String, { description: 'What is said, in Vietnamese (ghi chú), up to 1,000 characters.' })
    noteVi: string,
    @Format('note')
    @Arg('noteEn', () => String, {
      description: 'What is said, in English (ghi chú tiếng Anh), up to 1,000 characters.',
    })
    noteEn: string,
    @Ctx() context: SubgraphContext,
  ): Promise<StoredDraft> {
    return changeNotes(id, { noteVi, noteEn }, context);
  }

  @RequiresPublishing()
  @Cost(2000)
  @Mutation(() => PublicationDraftObject, {
    nullable: true,
    description:
      'Takes a step with a draft (xử lý dự thảo): hand over, return, approve, publish, and others. Approving is for a second person, who has `progress:approve` and did not work on it.',
  })
  stepPublicationDraft(
    @Format('code')
    @Arg('id', () => ID, { description: 'By what the draft is known (mã dự thảo).' })
    id: string,
    @Arg('step', () => DraftStep, { description: 'The step (bước).' }) step: DraftStep,
    @Format('digest')
    @Arg('digest', () => ID, {
      nullable: true,
      description: 'Of an approval: the digest of the draft as you saw it (mã băm của bản đã xem).',
    })
    digest: string | null | undefined,
    @Format('note')
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Why (lý do), up to 1,000 characters: needed to return it.',
    })
    reason: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<StoredDraft> {
    return takeStep({ id, step, digest: digest ?? null, reason: reason ?? null }, context);
  }
}
