import { Cost, Format, type SubgraphContext, unauthorized } from '@hub/kit';
import { clientError, type LinkState, organisationCode } from '@hub/protocol';
import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { readAsked } from '../refusing.js';
import { findLinked } from './linked-organisation.resolver.js';
import {
  LinkedOrganisation,
  LinkInvitation,
  LinkStep,
  managesOrganisations,
  PublishedKind,
} from './linked-organisation.type.js';
import { organisationsOf } from './open-organisations.js';

/** The state that each step leads to. */
const states: Readonly<Record<LinkStep, LinkState>> = {
  ACCEPT: 'LIVE',
  SUSPEND: 'SUSPENDED',
  RESUME: 'LIVE',
  LEAVE: 'LEFT',
};

/** The steps of joining for operators in the portal: the same as in `hub organisation`, under the operators' names. */
@Resolver(() => LinkedOrganisation)
export class OrganisationJoiningResolver {
  @managesOrganisations()
  @Cost(200)
  @Mutation(() => LinkInvitation, {
    nullable: true,
    description: 'Invites an organisation to join (mời kết nối). The secret is in the answer, this once.',
  })
  async inviteOrganisation(
    @Format('code')
    @Arg('code', () => ID, { description: 'Its new code (mã tổ chức), such as `farmers-union`.' })
    code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkInvitation> {
    const by = operatorOf(context);
    return { code, secret: await organisationsOf(context).book().invite(readAsked(organisationCode, code), by) };
  }

  @managesOrganisations()
  @Cost(3000)
  @Mutation(() => LinkedOrganisation, {
    nullable: true,
    description: "Takes a step of an organisation's link (đổi trạng thái kết nối): gateways follow within seconds.",
  })
  async stepOrganisation(
    @Format('code')
    @Arg('code', () => ID, { description: "The organisation's code (mã tổ chức)." })
    code: string,
    @Arg('step', () => LinkStep, { description: 'The step (bước).' }) step: LinkStep,
    @Format('note')
    @Arg('reason', () => String, {
      nullable: true,
      description:
        'Why (lý do), for the record. With it an organisation is accepted though its endpoint was not held against the protocol.',
    })
    reason: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkedOrganisation> {
    await organisationsOf(context).publisher().change(code, states[step], operatorOf(context), said(reason));
    return known(code, context);
  }

  @managesOrganisations()
  @Cost(2000)
  @Mutation(() => LinkedOrganisation, {
    nullable: true,
    description:
      'Puts a former version of a document that an organisation published in force again (khôi phục phiên bản).',
  })
  async rollBackOrganisation(
    @Format('code')
    @Arg('code', () => ID, { description: "The organisation's code (mã tổ chức)." })
    code: string,
    @Arg('kind', () => PublishedKind, { description: 'Of what (loại tài liệu).' }) kind: PublishedKind,
    @Arg('version', () => Int, { description: 'Which one (số phiên bản).' }) version: number,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkedOrganisation> {
    await organisationsOf(context).publisher().rollBack(code, kind, version, operatorOf(context));
    return known(code, context);
  }
}

/**
 * The operator who takes a step, in person.
 * @throws GraphQLError `UNAUTHENTICATED` for an anonymous caller, `UNAUTHORIZED_FIELD_OR_TYPE` for a key, or another
 * role.
 */
export function operatorOf({ caller }: Pick<SubgraphContext, 'caller'>): string {
  if (caller?.subject === undefined) throw clientError('UNAUTHENTICATED', 'Expected to know who links organisations.');
  if (caller.key !== undefined || !caller.roles.includes('operator')) {
    throw unauthorized('Not authorised to link organisations.');
  }
  return caller.subject;
}

function said(reason: string | null | undefined): string | undefined {
  const text = reason?.trim() ?? '';
  return text === '' ? undefined : text;
}

async function known(code: string, context: SubgraphContext): Promise<LinkedOrganisation> {
  const found = await findLinked(code, context);
  if (!found) throw clientError('NOT_LINKED', `Expected an organisation that was invited, but got ${code}.`);
  return found;
}
