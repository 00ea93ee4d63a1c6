import { Cost, GraphQLMoment, type SubgraphContext } from '@hub/kit';
import { badUserInput } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { publicationById, revisionOf, shownPublication, wholePublication } from '../publication/publication.loader.js';
import { PublicationObject, PublishedDifference } from '../publication/publication.type.js';
import type { PublicationContent } from '../publication/publish.js';
import { differencesBetween } from '../publication/published-differences.js';
import { registerOf } from '../register/registers.js';
import { causesBetween } from './publication-causes.js';
import { PublicationCause, PublicationDraftObject, PublicationStep } from './publication-draft.type.js';
import { authorship, DraftStep, rules } from './publishing-steps.js';
import { contentOf, digestOfDraft, type StoredDraft, type StoredStep, stepsOf } from './stored-draft.js';

/** How many differences are answered at most. */
const mostDifferences = 5000;

@Resolver(() => PublicationDraftObject)
export class PublicationDraftFieldsResolver {
  @FieldResolver(() => Int, { description: 'Which revision of the period it is to be (lần công bố), from 1.' })
  revision(@Root() { former }: StoredDraft): number {
    return former === null ? 1 : revisionOf(former) + 1;
  }

  @FieldResolver(() => GraphQLMoment, { description: 'When its figures were taken (số liệu lấy lúc).' })
  asKnownAt(@Root() { madeAt }: StoredDraft): Date {
    return madeAt;
  }

  @FieldResolver(() => String, {
    description: 'SHA-256 of its figures and notes, in base64url (mã băm): the approval holds for exactly these.',
  })
  digest(@Root() draft: StoredDraft): string {
    return digestOfDraft(draft);
  }

  @Cost(5)
  @FieldResolver(() => String, {
    description: 'Canonical JSON of its goals, figures and releases, as they would be signed (nội dung).',
  })
  document(@Root() { id }: StoredDraft, @Ctx() { em }: SubgraphContext): Promise<string> {
    return contentOf(em, id);
  }

  @Cost(5)
  @FieldResolver(() => PublicationObject, {
    nullable: true,
    description: 'The revision before, beside which it stands (bản trước); null where the period was never published.',
  })
  async former(@Root() { former }: StoredDraft, @Ctx() context: SubgraphContext): Promise<PublicationObject | null> {
    const found = former === null ? null : await publicationById(former, context);
    return found && shownPublication(found, context);
  }

  @Cost(5)
  @FieldResolver(() => PublicationObject, { nullable: true, description: 'What was published of it (bản công bố).' })
  async publication(
    @Root() { publication }: StoredDraft,
    @Ctx() context: SubgraphContext,
  ): Promise<PublicationObject | null> {
    const found = publication === null ? null : await publicationById(publication, context);
    return found && shownPublication(found, context);
  }

  @Cost(50)
  @FieldResolver(() => Int, {
    description: 'How many values differ from the revision before (số giá trị thay đổi); 0 where there is none before.',
  })
  async differenceCount(@Root() draft: StoredDraft, @Ctx() context: SubgraphContext): Promise<number> {
    return (await differencesOf(draft, context)).length;
  }

  @Cost(50)
  @FieldResolver(() => [PublishedDifference], {
    nullable: true,
    description: 'The values that differ from the revision before (khác bản trước), by goal and place.',
  })
  async differences(
    @Root() draft: StoredDraft,
    @Arg('first', () => Int, { defaultValue: 500, description: 'How many at most (tối đa bao nhiêu), 0 to 5,000.' })
    first: number,
    @Ctx() context: SubgraphContext,
  ): Promise<PublishedDifference[]> {
    if (first < 0 || first > mostDifferences) {
      throw badUserInput(`Expected first to be 0 to ${mostDifferences}, but got ${first}.`);
    }
    return (await differencesOf(draft, context)).slice(0, first);
  }

  @Cost(50)
  @FieldResolver(() => [PublicationCause], {
    description: 'Why its figures differ from the revision before (nguyên nhân thay đổi); none where they do not.',
  })
  async causes(@Root() draft: StoredDraft, @Ctx() context: SubgraphContext): Promise<PublicationCause[]> {
    const former = draft.former === null ? null : await publicationById(draft.former, context);
    if (!former) return [];
    const [content, differences] = await Promise.all([readContent(draft, context), differencesOf(draft, context)]);
    return causesBetween(wholePublication(former, context), content, differences.length, context);
  }

  @FieldResolver(() => [PublicationStep], { description: 'What was done with it, the first first (các bước).' })
  async steps(@Root() { id }: StoredDraft, @Ctx() { em }: SubgraphContext): Promise<StoredStep[]> {
    return (await stepsOf(em, [id])).get(id) ?? [];
  }

  @FieldResolver(() => [DraftStep], {
    description: 'The steps that the caller may take with it now (bước có thể làm).',
  })
  async possibleSteps(
    @Root() { id, state }: StoredDraft,
    @Ctx() { em, caller }: SubgraphContext,
  ): Promise<DraftStep[]> {
    if (!caller || caller.key !== undefined) return [];
    const steps = (await stepsOf(em, [id])).get(id) ?? [];
    const isAuthor = steps.some(({ step, subject }) => subject === caller.subject && authorship.includes(step));
    return Object.values(DraftStep).filter((step) => {
      const { from, scopes } = rules[step];
      if (step === DraftStep.APPROVE && isAuthor) return false;
      return from.includes(state) && scopes.some((scope) => caller.scopes.includes(scope));
    });
  }

  @Cost(5)
  @FieldResolver(() => [ID], {
    description:
      'The organisations that have released something else since its figures were taken (tổ chức có số liệu mới hơn), by code.',
  })
  async newerReleases(@Root() draft: StoredDraft, @Ctx() context: SubgraphContext): Promise<string[]> {
    const { releases } = await readContent(draft, context);
    const now = await registerOf(context).current();
    const taken = new Map(releases.map(({ organisation, hash }) => [organisation, hash]));
    return [...now]
      .flatMap(([code, { release }]) => (taken.has(code) && taken.get(code) !== release.hash ? [code] : []))
      .sort();
  }
}

async function readContent({ id }: StoredDraft, { em }: SubgraphContext): Promise<PublicationContent> {
  return JSON.parse(await contentOf(em, id)) as PublicationContent;
}

const differences = new WeakMap<StoredDraft, Promise<PublishedDifference[]>>();

/** The differences from the revision before, computed once for each draft that is read. */
function differencesOf(draft: StoredDraft, context: SubgraphContext): Promise<PublishedDifference[]> {
  let found = differences.get(draft);
  if (!found) differences.set(draft, (found = compare(draft, context)));
  return found;
}

async function compare(draft: StoredDraft, context: SubgraphContext): Promise<PublishedDifference[]> {
  const former = draft.former === null ? null : await publicationById(draft.former, context);
  if (!former) return [];
  const content = await readContent(draft, context);
  return differencesBetween(wholePublication(former, context), content);
}
