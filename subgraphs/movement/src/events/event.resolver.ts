import {
  Cost,
  demandScope,
  Format,
  type Goal,
  inLanguage,
  type Language,
  LanguageArg,
  presentOf,
  readPlaceCode,
  type SubgraphContext,
  type SubscriptionContext,
} from '@hub/kit';
import { badUserInput } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { communeArgumentDescription, loadCommune } from '../commune/commune.loader.js';
import { goalOn } from '../goal/goal.loader.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { organisationLoader } from '../organisation/organisation.resolver.js';
import { passed } from '../passed.js';
import { EventKind } from './event-kind.js';
import { endsOfLog, type EventFilter, eventsAfter, newestEvents, readCursor, type StoredEvent } from './event-log.js';
import { EventPage, EventsAdded, HubEventObject } from './event.type.js';

/** Largest page of events. */
const mostEvents = 100;

/** Interval between two looks for new events, in milliseconds. */
const lookEveryMs = 1000;

/** Yields the newest number at once, and each later number. */
async function* newestNumbers({ em, signal, log }: SubscriptionContext): AsyncGenerator<EventsAdded> {
  let told: number | undefined;
  while (!signal.aborted) {
    try {
      const { newest } = await endsOfLog(em.fork());
      if (newest !== told) yield presentOf('newest', { newest: String(newest) });
      told = newest;
    } catch (error) {
      if (told === undefined) throw error;
      log.warn({ err: error }, 'cannot look for events that were added; trying again');
    }
    await passed(lookEveryMs, signal);
  }
}

@Resolver(() => HubEventObject)
export class EventResolver {
  @Cost(20)
  @Query(() => EventPage, {
    nullable: true,
    description:
      'What became known (tin): new figures, publications, corrections, withdrawals, lateness, anomalies, changes of the schema. With `after` what followed, else the newest. The same are at `/events.atom` and, as a stream, at `/events`.',
  })
  async events(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many at most (tối đa bao nhiêu), 0 to 100.' })
    first: number,
    @Format('cursor')
    @Arg('after', () => ID, { nullable: true, description: 'The cursor to go on after (vị trí trước đó).' })
    after: string | null | undefined,
    @Arg('kinds', () => [EventKind], { nullable: true, description: 'Of which kinds (loại tin); all when left out.' })
    kinds: EventKind[] | null | undefined,
    @Format('code')
    @Arg('goal', () => ID, {
      nullable: true,
      description: 'What concerns this goal (mã mục tiêu): publications do, and changes of the schema do not.',
    })
    goal: string | null | undefined,
    @Format('place')
    @Arg('commune', () => ID, { nullable: true, description: communeArgumentDescription })
    commune: string | null | undefined,
    @Format('code')
    @Arg('organisation', () => ID, {
      nullable: true,
      description: 'What names this organisation (mã tổ chức): its reports and its schema.',
    })
    organisation: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<EventPage> {
    if (first < 0 || first > mostEvents) {
      throw badUserInput(`Expected first to be 0 to ${mostEvents}, but got ${first}.`);
    }
    const filter: EventFilter = {
      kinds: kinds ?? null,
      goals: goal == null ? null : [goal],
      organisations: organisation == null ? null : [organisation],
      communes: communesAsked(commune, context),
    };
    const { em } = context;
    const from = after == null ? null : await readCursor(em, after);
    const { events, cursor, hasMore } =
      from === null ? await newestEvents(em, filter, first) : await eventsAfter(em, from, filter, first);
    const { dropped } = await endsOfLog(em);
    return {
      nodes: events.map((event) => asObject(event)),
      ...{ cursor: String(cursor), hasMore, isWhole: from === null || from >= dropped },
    };
  }

  @Cost(50)
  @Subscription(() => EventsAdded, {
    nullable: true,
    description:
      'Tells the cursor of the newest event at once, and whenever events were added (có tin mới): then ask `events(after:)` with the last cursor that you have, and none is missed.',
    subscribe: ({ context }) => newestNumbers(context as SubscriptionContext),
  })
  eventsAdded(@Root() added: EventsAdded): EventsAdded {
    return added;
  }

  @FieldResolver(() => String, { description: 'What it says, in one line (tiêu đề).' })
  title(@Root() { titleVi: vi, titleEn: en }: ShownEvent, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi, en });
  }

  @FieldResolver()
  goal(@Root() { goalCode }: ShownEvent, @Ctx() context: SubgraphContext): Promise<Goal | null> | null {
    return goalCode === null ? null : goalOn(goalCode, context);
  }

  @FieldResolver()
  organisation(
    @Root() { organisationCode }: ShownEvent,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation | null> | null {
    return organisationCode === null ? null : organisationLoader(context).load(organisationCode);
  }

  @FieldResolver()
  changedBy(
    @Root() { changedByCode }: ShownEvent,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation | null> | null {
    return changedByCode === null ? null : organisationLoader(context).load(changedByCode);
  }

  @FieldResolver()
  commune(@Root() { communeCode }: ShownEvent, @Ctx() context: SubgraphContext): Promise<object | null> | null {
    return communeCode === null ? null : loadCommune(communeCode, context);
  }
}

/** An event as the resolvers use it. */
interface ShownEvent extends Omit<HubEventObject, 'goal' | 'organisation' | 'changedBy' | 'commune'> {
  readonly titleVi: string;
  readonly titleEn: string;
  readonly goalCode: string | null;
  readonly organisationCode: string | null;
  readonly changedByCode: string | null;
  readonly communeCode: string | null;
}

function asObject({
  number,
  goal,
  organisation,
  publication,
  changedBy,
  commune,
  communes,
  ...event
}: StoredEvent): HubEventObject {
  const shown: ShownEvent = {
    ...{ ...event, id: `HubEvent:${number}`, cursor: String(number), publicationId: publication },
    ...{ goalCode: goal, organisationCode: organisation, changedByCode: changedBy },
    ...{ communeCode: commune, communeCodes: communes },
  };
  return shown as unknown as HubEventObject;
}

/**
 * The communes of a caller's filter; null for the root place, which has all public events.
 * @throws GraphQLError `UNAUTHORIZED_FIELD_OR_TYPE` for callers that may not see the figures of communes.
 */
function communesAsked(commune: string | null | undefined, context: SubgraphContext): readonly string[] | null {
  if (commune == null) return null;
  const { code } = readPlaceCode(commune);
  if (code === context.rootPlace) return null;
  demandScope(context, 'progress:read', 'the events of communes');
  return [code];
}
