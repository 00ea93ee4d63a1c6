import { Cost, Format, RequiresScopes, type SubgraphContext, unauthorized } from '@hub/kit';
import { badUserInput } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Organisation } from '../organisation/organisation.entity.js';
import { organisationLoader } from '../organisation/organisation.resolver.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { GoalProgress } from '../progress/goal-progress.type.js';
import { doerOf, publishScope } from '../publishing/deed.js';
import { FigureNote, FigureNoteInput, FigureNoteState } from './figure-note.type.js';
import { notesOfFigures, readNotes, type StoredNote } from './stored-note.js';
import { judgeNote, notesScope, writeNote } from './write-note.js';

@Resolver(() => FigureNote)
export class FigureNotesResolver {
  @FieldResolver(() => OrganisationObject, { nullable: true, description: 'Who says it (tổ chức).' })
  organisation(
    @Root() { organisationCode }: StoredNote,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation | null> {
    return organisationLoader(context).load(organisationCode);
  }

  @RequiresScopes([publishScope])
  @FieldResolver(() => String, { nullable: true, description: 'Who wrote it, by name (người viết).' })
  writtenBy(@Root() { name }: StoredNote): string {
    return name;
  }

  @RequiresScopes([notesScope], [publishScope])
  @Cost(5)
  @Query(() => [FigureNote], {
    nullable: true,
    description:
      "Notes on figures (các ghi chú), the newest first: a publisher sees all, other callers see their organisation's.",
  })
  figureNotes(
    @Arg('state', () => FigureNoteState, {
      nullable: true,
      description: 'Only notes in this state (tình trạng).',
    })
    state: FigureNoteState | null | undefined,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many at most (tối đa bao nhiêu), 0 to 100.' })
    first: number,
    @Ctx() { em, caller }: SubgraphContext,
  ): Promise<StoredNote[]> {
    if (first < 0 || first > 100) throw badUserInput(`Expected first to be 0 to 100, but got ${first}.`);
    const seesAll = !caller || caller.scopes.includes(publishScope);
    if (!seesAll && caller.organisation === undefined) return Promise.resolve([]);
    return readNotes(em, { state: state ?? null, first, ...(!seesAll && { organisation: caller.organisation }) });
  }

  @RequiresScopes([notesScope])
  @Cost(200)
  @Mutation(() => FigureNote, {
    nullable: true,
    description:
      'Writes a note on a figure (ghi chú về số liệu), in the name of your organisation. It is shown once a publisher accepts it.',
  })
  noteOnFigure(
    @Arg('input', () => FigureNoteInput, { description: 'The note (nội dung).' }) input: FigureNoteInput,
    @Format('code')
    @Arg('idempotencyKey', () => ID, {
      description: 'Your own name for this request (khóa chống lặp): the same request under it is the same note.',
    })
    key: string,
    @Ctx() context: SubgraphContext,
  ): Promise<StoredNote> {
    const by = doerOf(context, notesScope);
    const organisation = context.caller?.organisation;
    if (organisation === undefined) throw unauthorized('Not authorised: expected a person of an organisation.');
    return writeNote(input, key, { ...by, organisation }, context);
  }

  @RequiresScopes([publishScope])
  @Cost(200)
  @Mutation(() => FigureNote, {
    nullable: true,
    description: 'Accepts or rejects a note on a figure (duyệt ghi chú), for good. The author cannot do it.',
  })
  judgeFigureNote(
    @Format('code') @Arg('id', () => ID, { description: 'By what the note is known (mã ghi chú).' }) id: string,
    @Arg('accepted', () => Boolean, { description: 'Whether it is shown beside the figure (duyệt hay không).' })
    accepted: boolean,
    @Format('note')
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Why (lý do), up to 1,000 characters: needed to reject it.',
    })
    reason: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<StoredNote> {
    return judgeNote({ id, accepted, reason: reason ?? null }, doerOf(context, publishScope), context);
  }
}

@Resolver(() => GoalProgress)
export class NotesOfFigureResolver {
  @FieldResolver(() => [FigureNote], {
    description: 'The accepted notes of organisations on it (ghi chú): the newest 20.',
  })
  notes(
    @Root() { goalCode, communeCode, period }: GoalProgress,
    @Ctx() context: SubgraphContext,
  ): Promise<StoredNote[]> {
    return notesOfFigures(context).load(`${goalCode} ${communeCode} ${period}`);
  }
}
