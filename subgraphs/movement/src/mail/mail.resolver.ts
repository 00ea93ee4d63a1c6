import { Cost, Format, type SubgraphContext, unauthorized } from '@hub/kit';
import { badUserInput, clientError, dayInProvince } from '@hub/protocol';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { EventKind } from '../events/event-kind.js';
import { allKnown, chosen, isKnownCommune, knownGoals } from '../webhooks/read-webhook.js';
import { mailOf } from './mail-book.js';
import { followsByMail, MailAlertInput, MailAlertObject, MailAlertState } from './mail.type.js';
import type { StoredAlert } from './stored-alert.js';

/** The default kinds: publications, corrections, late reports and anomalies. */
const usualKinds = [EventKind.PUBLICATION, EventKind.REVISION, EventKind.LATE, EventKind.ANOMALY];

const tokenDescription = 'The code in the link of the mail (mã trong liên kết).';

@Resolver(() => MailAlertObject)
export class MailResolver {
  @followsByMail()
  @Cost(20)
  @Query(() => [MailAlertObject], {
    nullable: true,
    description: 'Your alerts by mail (báo tin qua thư của bạn), the newest first; programs have none.',
  })
  async mailAlerts(@Ctx() context: SubgraphContext): Promise<MailAlertObject[]> {
    if (isProgram(context)) return [];
    const alerts = await mailOf(context).list(personOf(context));
    return alerts.map((alert) => shown(alert, context));
  }

  @followsByMail()
  @Cost(500)
  @Mutation(() => MailAlertObject, {
    nullable: true,
    description:
      'Sends you events by mail (đăng ký báo tin qua thư), once you confirm the address by the link that is sent to it. At most one mail an hour; each has a link that ends it.',
  })
  async createMailAlert(
    @Arg('input', () => MailAlertInput, { description: 'The alert to create (báo tin cần tạo).' })
    input: MailAlertInput,
    @Format('place')
    @Arg('communes', () => [ID], {
      nullable: true,
      description: 'The communes whose own events are sent, too (mã xã, phường); none when left out.',
    })
    communes: string[] | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<MailAlertObject> {
    const owner = personOf(context);
    const goals = await knownGoals(context);
    const asked = {
      address: readAddress(input.address),
      language: input.language,
      kinds: chosen(input.kinds ?? usualKinds, 'kinds') ?? usualKinds,
      goals: await allKnown(chosen(input.goalCodes ?? null, 'goalCodes'), 'goalCodes', goals),
      communes: await allKnown(chosen(communes ?? null, 'communes'), 'communes', (code) =>
        isKnownCommune(code, context),
      ),
    };
    return shown(await mailOf(context).create(asked, owner), context);
  }

  @followsByMail()
  @Cost(50)
  @Mutation(() => Boolean, { nullable: true, description: 'Deletes an alert of yours, for good (xóa báo tin).' })
  async deleteMailAlert(
    @Format('code') @Arg('id', () => ID, { description: 'The alert (mã báo tin).' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<boolean> {
    await mailOf(context).delete(id, personOf(context));
    return true;
  }

  @Cost(50)
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Confirms an address (xác nhận địa chỉ thư) by the link in its mail; false where there is nothing to confirm any more.',
  })
  confirmMailAlert(
    @Format('code') @Arg('token', () => ID, { description: tokenDescription }) token: string,
    @Ctx() context: SubgraphContext,
  ): Promise<boolean> {
    return mailOf(context).confirm(token);
  }

  @Cost(50)
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Ends an alert (dừng báo tin) by the link in a mail, and forgets its address; false where it has ended already.',
  })
  endMailAlert(
    @Format('code') @Arg('token', () => ID, { description: tokenDescription }) token: string,
    @Ctx() context: SubgraphContext,
  ): Promise<boolean> {
    return mailOf(context).end(token);
  }
}

/**
 * The person who makes the request: programs use webhooks.
 * @throws GraphQLError `UNAUTHENTICATED`; `UNAUTHORIZED_FIELD_OR_TYPE` for apps, programs and keys.
 */
function personOf({ caller }: Pick<SubgraphContext, 'caller'>): string {
  if (!caller || caller.subject === undefined)
    throw clientError('UNAUTHENTICATED', 'Expected to know whose alerts they are.');
  if (isProgram({ caller })) throw unauthorized('Alerts by mail are for people; programs have webhooks.');
  return caller.subject;
}

function isProgram({ caller }: Pick<SubgraphContext, 'caller'>): boolean {
  return caller?.key !== undefined || caller?.roles.some((role) => /^(app|organisation-service)$/.test(role)) === true;
}

/** Reads one plain address: no list, no comment, no header. */
function readAddress(text: string): string {
  const address = text.trim();
  const isOne = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?(?:\.[A-Za-z\d-]+)+$/.test(
    address,
  );
  if (!isOne || address.length > 254) throw badUserInput('address: expected one mail address, such as lan@example.vn.');
  return address;
}

function shown(alert: StoredAlert, { now }: Pick<SubgraphContext, 'now'>): MailAlertObject {
  const { id, address, language, kinds, goals, communes, state, until, disabledReason, createdAt } = alert;
  const hasEnded = state === 'ACTIVE' && until < dayInProvince(now());
  return {
    ...{ id, address, kinds: [...(kinds ?? usualKinds)], goalCodes: goals, communeCodes: communes },
    ...{ language, disabledReason, createdAt, until },
    state: hasEnded ? MailAlertState.ENDED : MailAlertState[state],
  };
}
