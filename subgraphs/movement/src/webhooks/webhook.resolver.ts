import { Cost, defineLoader, demandScope, Format, type SubgraphContext, unauthorized } from '@hub/kit';
import { badUserInput, clientError, dayInProvince } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { EventKind } from '../events/event-kind.js';
import { readCursor } from '../events/event-log.js';
import { readWebhook } from './read-webhook.js';
import type { StoredDelivery, StoredWebhook } from './stored-webhook.js';
import { type WebhookManager, webhooksOf, type WithSecret } from './webhook-book.js';
import {
  managesWebhooks,
  WebhookDeliveryObject,
  WebhookInput,
  WebhookObject,
  webhooksScope,
  WebhookState,
  WebhookWithSecret,
} from './webhook.type.js';

const idDescription = 'By what the webhook is known (mã webhook).';

@Resolver(() => WebhookObject)
export class WebhookResolver {
  @managesWebhooks()
  @Cost(20)
  @Query(() => [WebhookObject], {
    nullable: true,
    description: 'Your webhooks (các webhook), the newest first; of an operator all.',
  })
  async webhooks(@Ctx() context: SubgraphContext): Promise<WebhookObject[]> {
    const webhooks = await webhooksOf(context).list(managerOf(context));
    return webhooks.map((webhook) => shown(webhook, context));
  }

  @managesWebhooks()
  @Cost(200)
  @Mutation(() => WebhookWithSecret, {
    nullable: true,
    description:
      'Has the hub tell an address of events from now on (tạo webhook), signed by Standard Webhooks. The secret is in the answer, this once.',
  })
  async createWebhook(
    @Arg('input', () => WebhookInput, { description: 'The webhook to create (webhook cần tạo).' }) input: WebhookInput,
    @Format('place')
    @Arg('communes', () => [ID], {
      nullable: true,
      description:
        'The communes whose own events it gets, too (mã xã, phường); none when left out. Needs the scope progress:read.',
    })
    communes: string[] | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookWithSecret> {
    const manager = managerOf(context);
    if (communes != null) demandScope(context, 'progress:read', 'the events of communes');
    const { name, url, kinds = null, goalCodes: goals = null, organisationCodes: organisations = null } = input;
    const book = webhooksOf(context);
    const until = input.until ?? null;
    const asked = { name, url, kinds, goals, organisations, communes: communes ?? null, until };
    return withSecret(await book.create(await readWebhook(asked, context, book.allowed), manager), context);
  }

  @managesWebhooks()
  @Cost(50)
  @Mutation(() => WebhookWithSecret, {
    nullable: true,
    description: 'Makes a new secret (đổi khóa bí mật). For a day messages are signed with the former one, too.',
  })
  async rotateWebhookSecret(
    @Format('code') @Arg('id', () => ID, { description: idDescription }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookWithSecret> {
    return withSecret(await webhooksOf(context).rotate(id, managerOf(context)), context);
  }

  @managesWebhooks()
  @Cost(500)
  @Mutation(() => WebhookDeliveryObject, {
    nullable: true,
    description:
      'Sends a message of the type `webhook.test` now, and says what became of it (gửi thử). Where it is taken, what waits follows at once.',
  })
  async testWebhook(
    @Format('code') @Arg('id', () => ID, { description: idDescription }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookDeliveryObject> {
    return shownDelivery(await webhooksOf(context).test(id, managerOf(context)));
  }

  @managesWebhooks()
  @Cost(50)
  @Mutation(() => WebhookObject, {
    nullable: true,
    description:
      'Has a webhook told again what followed a cursor (gửi lại từ vị trí), under the same ids as before; one that was disabled goes on.',
  })
  async replayWebhook(
    @Format('code') @Arg('id', () => ID, { description: idDescription }) id: string,
    @Format('cursor')
    @Arg('after', () => ID, { description: 'The cursor to go on after (vị trí); 0 for the whole log.' })
    after: string,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookObject> {
    const manager = managerOf(context);
    return shown(await webhooksOf(context).replay(id, await readCursor(context.em, after), manager), context);
  }

  @managesWebhooks()
  @Cost(50)
  @Mutation(() => WebhookObject, {
    nullable: true,
    description:
      'Deletes a webhook with its log, for good (xóa webhook). The answer is the webhook before its deletion.',
  })
  async deleteWebhook(
    @Format('code') @Arg('id', () => ID, { description: idDescription }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookObject> {
    return shown(await webhooksOf(context).delete(id, managerOf(context)), context);
  }

  @Cost(5)
  @FieldResolver(() => [WebhookDeliveryObject], {
    nullable: true,
    description: 'The results of the last deliveries (nhật ký gửi), the newest first; 200 are kept.',
  })
  async deliveries(
    @Root() { id }: WebhookObject,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many at most (tối đa bao nhiêu), 0 to 200.' })
    first: number,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookDeliveryObject[]> {
    if (first < 0 || first > 200) throw badUserInput(`Expected first to be 0 to 200, but got ${first}.`);
    const deliveries = await deliveriesOf(context).load({ id, first });
    return deliveries.map(shownDelivery);
  }
}

/**
 * The manager of webhooks in a request: an app or program for its webhooks, an organisation's, or an operator, who
 * sees all.
 * @throws GraphQLError `UNAUTHENTICATED` for an anonymous caller; `UNAUTHORIZED_FIELD_OR_TYPE` for a key, or without
 * the scope.
 */
function managerOf({ caller }: Pick<SubgraphContext, 'caller'>): WebhookManager {
  const subject = caller?.subject ?? caller?.app;
  if (!caller || subject === undefined)
    throw clientError('UNAUTHENTICATED', 'Expected to know whose webhooks they are.');
  if (caller.key !== undefined || !caller.scopes.includes(webhooksScope))
    throw unauthorized('Not authorised to manage webhooks.');
  const { organisation, app, roles } = caller;
  return { subject, organisation, app, roles, isOperator: roles.includes('operator') };
}

const deliveriesOf = defineLoader<{ readonly id: string; readonly first: number }, StoredDelivery[]>(
  async (keys, em) => {
    const rows = await em.execute<(StoredDelivery & { position: number })[]>(
      `select k.position, d.* from json_to_recordset(?::json) as k(position int, id text, first int)
       cross join lateral (
         select webhook, message, type, event, attempt, at, milliseconds, status, fault from webhook_delivery
         where webhook = k.id order by number desc limit k.first) d`,
      [JSON.stringify(keys.map((key, position) => ({ ...key, position })))],
    );
    const byKey = Map.groupBy(rows, ({ position }) => position);
    return keys.map((_key, position) => byKey.get(position) ?? []);
  },
  ({ id, first }) => `${id} ${first}`,
);

function shown(webhook: StoredWebhook, { now }: Pick<SubgraphContext, 'now'>): WebhookObject {
  const { id, name, owner, url, kinds, goals, organisations, communes, cursor, disabledReason, ...rest } = webhook;
  const { failingSince, retryAt, createdAt, until } = rest;
  return {
    ...{ id, name, owner, url, kinds: kinds as EventKind[] | null, goalCodes: goals, organisationCodes: organisations },
    ...{ communeCodes: communes, state: stateOf(webhook, dayInProvince(now())), cursor: String(cursor) },
    ...{ disabledReason, failingSince, retryAt, createdAt, until },
  };
}

function stateOf({ state, until, failingSince }: StoredWebhook, today: string): WebhookState {
  if (state === 'DISABLED') return WebhookState.DISABLED;
  if (until < today) return WebhookState.ENDED;
  return failingSince === null ? WebhookState.ACTIVE : WebhookState.WAITING;
}

function withSecret({ webhook, secret }: WithSecret, context: SubgraphContext): WebhookWithSecret {
  return { webhook: shown(webhook, context), secret };
}

function shownDelivery({ message, event, type, attempt, at, ...rest }: StoredDelivery): WebhookDeliveryObject {
  const { milliseconds, status, fault } = rest;
  return {
    ...{ messageId: message, type, eventCursor: event === null ? null : String(event), attempt, at: new Date(at) },
    ...{ milliseconds, status, fault },
  };
}
