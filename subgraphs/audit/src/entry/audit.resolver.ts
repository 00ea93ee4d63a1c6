import { ConnectionArguments, type Page, participants, type SubgraphContext } from '@hub/kit';
import { Args, Ctx, Directive, FieldResolver, ObjectType, Query, Resolver } from 'type-graphql';
import { auditEntries } from './audit-entry.page.js';
import { AuditEntryConnection, type AuditEntryObject } from './audit-entry.type.js';

@ObjectType({ description: 'What the hub was asked, by whom, for whom and what for (nhật ký kiểm toán).' })
export class Audit {}

@Resolver(() => Audit)
export class AuditResolver {
  @Query(() => Audit, {
    nullable: true,
    description: 'The audit log: all of it for auditors, and for organisations what they were asked.',
  })
  audit(): Audit {
    return new Audit();
  }

  @FieldResolver(() => AuditEntryConnection, {
    nullable: true,
    description: 'All of it, the newest first: for auditors alone (tất cả).',
  })
  @Directive('@requiresScopes(scopes: [["audit:read"]])')
  all(
    @Args(() => ConnectionArguments) page: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AuditEntryObject>> {
    return auditEntries(context, page);
  }
}

/** Who is asked through the hub: each sees that, and nobody else but auditors does. */
const asked = [{ code: 'movement', field: 'movement', shortName: 'the steering committee' }, ...participants];

for (const { code, field, shortName } of asked) {
  const prototype = AuditResolver.prototype as unknown as Record<string, unknown>;
  prototype[field] = (page: ConnectionArguments, context: SubgraphContext) => auditEntries(context, page, code);
  FieldResolver(() => AuditEntryConnection, {
    nullable: true,
    description: `What ${shortName} was asked, the newest first: for them and for auditors.`,
  })(prototype, field, {});
  Directive(`@requiresScopes(scopes: [["audit:read"], ["audit:read:${code}"]])`)(prototype, field, {});
  Args(() => ConnectionArguments)(prototype, field, 0);
  Ctx()(prototype, field, 1);
}
