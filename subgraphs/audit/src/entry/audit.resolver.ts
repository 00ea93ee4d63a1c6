import { ConnectionArguments, type Page, RequiresScopes, stubOf, type SubgraphContext, unauthorized } from '@hub/kit';
import { Args, Ctx, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { auditEntries } from './audit-entry.page.js';
import { AuditEntryConnection, type AuditEntryObject } from './audit-entry.type.js';

@ObjectType({ description: 'The audit log (nhật ký kiểm toán): operations, their callers and their purposes.' })
export class Audit {}

@Resolver(() => Audit)
export class AuditResolver {
  @Query(() => Audit, {
    nullable: true,
    description: 'The audit log: all of it, for auditors; `Organisation.audit` has what one organisation was asked.',
  })
  audit(): Audit {
    return new Audit();
  }

  @FieldResolver(() => AuditEntryConnection, {
    nullable: true,
    description: 'All of it, the newest first: for auditors alone (tất cả).',
  })
  @RequiresScopes(['audit:read'])
  all(
    @Args(() => ConnectionArguments) page: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AuditEntryObject>> {
    return auditEntries(context, page);
  }
}

/** An organisation, which movement's subgraph defines; only its key is here. */
export const Organisation = stubOf('Organisation', "The organisation's code (mã tổ chức), such as `farmers-union`.");

/** The log's entries of one organisation. */
@Resolver(() => Organisation)
export class OrganisationAuditResolver {
  @FieldResolver(() => AuditEntryConnection, {
    nullable: true,
    description:
      'The operations that reached it through the hub (nhật ký của tổ chức), the newest first: visible to the organisation and to auditors.',
  })
  @RequiresScopes(['audit:read'], ['audit:read:own'])
  audit(
    @Root() { code }: { readonly code: string },
    @Args(() => ConnectionArguments) page: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AuditEntryObject>> {
    const { caller } = context;
    // A subgraph without trusted gateways answers every caller.
    if (caller && !caller.scopes.includes('audit:read') && caller.organisation !== code) {
      throw unauthorized(`Not authorised to see what an organisation was asked (${code}).`);
    }
    return auditEntries(context, page, code);
  }
}
