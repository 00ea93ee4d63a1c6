import { Cost, Format, type SubgraphContext, unauthorized } from '@hub/kit';
import { badUserInput, clientError } from '@hub/protocol';
import { Arg, Ctx, Directive, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { checkPurpose } from '../key/named-purposes.js';
import { managesKeys } from '../key/program-key.type.js';
import { appBookOf } from './app-book.js';
import { appDocumentsOf } from './app-documents.js';
import { readAppRequest } from './app-request.js';
import {
  AppChange,
  AppDay,
  AppDecision,
  AppDocumentObject,
  AppFieldUse,
  AppInput,
  AppRegistration,
  AppSecretMade,
  AppSecretObject,
  AppStateEnum,
  ClientFieldUse,
  known,
  RegisteredApp,
  RepublicationEnum,
} from './app.type.js';
import { daysOfApp, usesOfApp, usesOfClients } from './app-uses.js';
import type { StoredApp } from './stored-app.js';

/** Apps register themselves; operators decide; each app manages its own secrets and documents. */
@Resolver(() => RegisteredApp)
export class AppResolver {
  @managesKeys()
  @Cost(10)
  @Directive('@listSize(assumedSize: 100)')
  @Query(() => [RegisteredApp], {
    nullable: true,
    description: 'All apps that registered, for operators (các ứng dụng): waiting apps first, then the newest.',
  })
  async apps(
    @Arg('state', () => AppStateEnum, { nullable: true, description: 'Only those in this state (tình trạng).' })
    state: AppStateEnum | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<RegisteredApp[]> {
    operatorOf(context);
    return (await appBookOf(context).list(state ?? null)).map(shown);
  }

  @managesKeys()
  @Cost(5)
  @Directive('@listSize(assumedSize: 100)')
  @Query(() => [ClientFieldUse], {
    nullable: true,
    description:
      'Which fields which clients asked for in the last thirty days, for operators (mức sử dụng), the most first: of the audit log, without what anybody asked with. Null where the log does not answer.',
  })
  async clientUses(
    @Arg('deprecated', () => Boolean, {
      nullable: true,
      description: 'Only fields that are deprecated (true) or not (false); all unless told (chỉ trường sắp bỏ).',
    })
    deprecated: boolean | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<ClientFieldUse[] | null> {
    operatorOf(context);
    return usesOfClients(context, deprecated ?? undefined);
  }

  @known()
  @Query(() => RegisteredApp, {
    nullable: true,
    description: 'The app that asks, as it registered (ứng dụng của người gọi); null for all others.',
  })
  async ownApp(@Ctx() context: SubgraphContext): Promise<RegisteredApp | null> {
    const id = appOf(context);
    const app = id === undefined ? undefined : await appBookOf(context).find(id);
    return app ? shown(app) : null;
  }

  @Cost(2000)
  @Mutation(() => AppRegistration, {
    nullable: true,
    description:
      'Registers an app (đăng ký ứng dụng). Its first secret is in the answer, this once. A mail asks its contact to confirm; from then on the secret opens what is public, until an operator accepts the app.',
  })
  async registerApp(
    @Arg('input', () => AppInput, { description: 'The request of the app (nội dung đăng ký).' }) input: AppInput,
    @Format('note')
    @Arg('idempotencyKey', () => String, {
      description: 'A text of your own that is asked under once (khóa chống lặp), 8 to 100 characters, such as a UUID.',
    })
    idempotencyKey: string,
    @Ctx() context: SubgraphContext,
  ): Promise<AppRegistration> {
    if (!/^[\x21-\x7e]{8,100}$/.test(idempotencyKey)) {
      throw badUserInput('idempotencyKey: expected 8 to 100 printable characters without spaces, such as a UUID.');
    }
    const request = readAppRequest({ ...input });
    const book = appBookOf(context);
    await checkPurpose({ purpose: request.purpose, role: 'app' }, book.keys.agreementsFolder);
    const { app, secret } = await book.register(request, idempotencyKey, networkOf(context));
    return { id: app.id, state: AppStateEnum[app.state], secret };
  }

  @managesKeys()
  @Cost(50)
  @Mutation(() => RegisteredApp, {
    nullable: true,
    description: 'An operator decides about an app (quyết định về ứng dụng): gateways follow within a second.',
  })
  async decideApp(
    @Format('code') @Arg('id', () => ID, { description: 'Its client id (mã ứng dụng).' }) id: string,
    @Arg('decision', () => AppDecision, { description: 'What is decided (quyết định).' }) decision: AppDecision,
    @Ctx() context: SubgraphContext,
  ): Promise<RegisteredApp> {
    const by = operatorOf(context);
    return shown(await appBookOf(context).decide(id, { ...decision, by }));
  }

  @Cost(50)
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Confirms an app, or that its new secret lasts (xác nhận ứng dụng), by the link in the mail to its contact; false where there is nothing to confirm any more.',
  })
  confirmApp(
    @Format('code')
    @Arg('token', () => ID, { description: 'The code in the link of the mail (mã trong liên kết).' })
    token: string,
    @Ctx() context: SubgraphContext,
  ): Promise<boolean> {
    return appBookOf(context).confirm(token);
  }

  @managesKeys()
  @Cost(50)
  @Mutation(() => Int, {
    nullable: true,
    description:
      'An operator clears all apps that are not decided (xóa hàng đợi): unconfirmed apps are deleted, waiting apps are refused. The answer is their number.',
  })
  clearApps(
    @Format('note')
    @Arg('reason', () => String, { description: 'Why (lý do): the apps that waited read it.' })
    reason: string,
    @Ctx() context: SubgraphContext,
  ): Promise<number> {
    const by = operatorOf(context);
    if (reason.trim() === '') throw badUserInput('reason: expected why, to tell the apps, got none.');
    return appBookOf(context).clear(by, reason.trim());
  }

  @known()
  @Cost(50)
  @Mutation(() => AppSecretMade, {
    nullable: true,
    description:
      'Makes a second secret of the app that asks, or, by an operator, of any (đổi khóa bí mật); the first is good until the app revokes it. If the app asks, the second ends with the first until the person in charge confirms it by mail.',
  })
  async renewAppSecret(
    @Format('code')
    @Arg('app', () => ID, { nullable: true, description: 'The client id of the app, for operators (mã ứng dụng).' })
    id: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<AppSecretMade> {
    const by = id == null || id === appOf(context) ? askingApp(context) : operatorOf(context);
    const { app, secret } = await appBookOf(context).renewSecret(id ?? by, by);
    return { app: shown(app), secret };
  }

  @known()
  @Cost(50)
  @Mutation(() => RegisteredApp, {
    nullable: true,
    description:
      'Revokes a secret (thu hồi khóa bí mật) of the app that asks, or, by an operator, of any: within a second no gateway takes it any more.',
  })
  async revokeAppSecret(
    @Format('code') @Arg('id', () => ID, { description: 'By what the secret is known (mã khóa).' }) id: string,
    @Format('code')
    @Arg('app', () => ID, { nullable: true, description: 'The client id of the app, for operators (mã ứng dụng).' })
    app: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<RegisteredApp> {
    const own = appOf(context);
    const by = app == null || app === own ? askingApp(context) : operatorOf(context);
    return shown(await appBookOf(context).revokeSecret(app ?? by, id, by));
  }

  @known()
  @Cost(2000)
  @Mutation(() => RegisteredApp, {
    nullable: true,
    description:
      'Registers the documents of a manifest for the app that asks (đăng ký truy vấn), in addition to its earlier ones: all of them, or none where one does not hold in the schema of today.',
  })
  async registerAppDocuments(
    @Arg('manifest', () => String, {
      description:
        "The manifest's JSON text (nội dung tệp): of Apollo's `generate-persisted-query-manifest`, or hashes and documents as graphql-codegen and Relay write them with SHA-256.",
    })
    manifest: string,
    @Ctx() context: SubgraphContext,
  ): Promise<RegisteredApp> {
    const id = askingApp(context);
    const app = await appBookOf(context).find(id);
    if (!app) throw noApp();
    await appDocumentsOf(context).register(id, manifest);
    return shown(app);
  }

  @known()
  @Cost(50)
  @Mutation(() => RegisteredApp, {
    nullable: true,
    description: 'Removes documents of the app that asks (gỡ truy vấn đã đăng ký).',
  })
  async removeAppDocuments(
    @Arg('hashes', () => [ID], { description: 'SHA-256 of each, in hexadecimal (mã băm).' }) hashes: string[],
    @Ctx() context: SubgraphContext,
  ): Promise<RegisteredApp> {
    const id = askingApp(context);
    const app = await appBookOf(context).find(id);
    if (!app) throw noApp();
    await appDocumentsOf(context).remove(id, hashes);
    return shown(app);
  }

  @Cost(5)
  @Directive('@listSize(assumedSize: 2)')
  @FieldResolver(() => [AppSecretObject], {
    nullable: true,
    description: 'Its secrets that are good (khóa bí mật còn hiệu lực): at most two.',
  })
  async secrets(@Root() { id }: RegisteredApp, @Ctx() context: SubgraphContext): Promise<AppSecretObject[]> {
    const secrets = await appBookOf(context).secretsOf(id);
    return secrets.map(({ created_at: createdAt, ...one }) => ({ ...one, createdAt: new Date(createdAt) }));
  }

  @Cost(5)
  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [AppChange], {
    nullable: true,
    description: 'What happened to it (các thay đổi), the newest first: at most 100.',
  })
  async changes(@Root() { id }: RegisteredApp, @Ctx() context: SubgraphContext): Promise<AppChange[]> {
    const changes = await appBookOf(context).changesOf(id);
    return changes.map(({ at, ...one }) => ({ ...one, at: new Date(at) }));
  }

  @Cost(5)
  @Directive('@listSize(assumedSize: 100)')
  @FieldResolver(() => [AppDocumentObject], {
    nullable: true,
    description: 'The documents that it registered (truy vấn đã đăng ký), by name: at most 500.',
  })
  async documents(@Root() { id }: RegisteredApp, @Ctx() context: SubgraphContext): Promise<AppDocumentObject[]> {
    const documents = await appDocumentsOf(context).of(id);
    return documents.map(({ registered_at: at, ...one }) => ({ ...one, registeredAt: new Date(at) }));
  }

  @Cost(5)
  @Directive('@listSize(assumedSize: 100)')
  @FieldResolver(() => [AppFieldUse], {
    nullable: true,
    description:
      'Which fields it asked for in the last thirty days (mức sử dụng), the most first: of the audit log, without what anybody asked with. Null where the log does not answer.',
  })
  async uses(@Root() { id }: RegisteredApp, @Ctx() context: SubgraphContext): Promise<AppFieldUse[] | null> {
    return usesOfApp(context, id);
  }

  @Cost(5)
  @Directive('@listSize(assumedSize: 30)')
  @FieldResolver(() => [AppDay], {
    nullable: true,
    description:
      'Its operations on each of the last thirty days (mức sử dụng theo ngày), the newest first, without days that have none. Null where the audit log does not answer.',
  })
  async usesByDay(@Root() { id }: RegisteredApp): Promise<readonly AppDay[] | null> {
    return daysOfApp(id);
  }
}

/** The app that asks in its own name, by a secret or a token; undefined where a person or nobody known asks. */
function appOf({ caller }: Pick<SubgraphContext, 'caller'>): string | undefined {
  return caller?.app !== undefined && caller.subject === caller.app && caller.key === undefined
    ? caller.app
    : undefined;
}

/** @throws GraphQLError `UNAUTHORIZED_FIELD_OR_TYPE` */
function askingApp(context: Pick<SubgraphContext, 'caller'>): string {
  const app = appOf(context);
  if (app === undefined) throw noApp();
  return app;
}

/** Whence an app is registered: who asks, where that is known, or the network, as the gateway says. */
function networkOf({ caller }: Pick<SubgraphContext, 'caller'>): string {
  if (caller?.subject !== undefined) return `subject ${caller.subject}`;
  return caller?.from === undefined ? 'unknown' : `network ${caller.from}`;
}

function noApp(): Error {
  return unauthorized('Expected an app that asks by its own secret or token.');
}

/** @throws GraphQLError `UNAUTHORIZED_FIELD_OR_TYPE` for all but operators. */
function operatorOf({ caller }: Pick<SubgraphContext, 'caller'>): string {
  if (caller?.subject === undefined) throw clientError('UNAUTHENTICATED', 'Expected to know who decides.');
  if (caller.key === undefined && caller.roles.includes('operator') && caller.scopes.includes('keys:manage'))
    return caller.subject;
  throw unauthorized('Not authorised to decide about apps.');
}

function shown({ rate_per_second: perSecond, rate_burst: burst, ...app }: StoredApp): RegisteredApp {
  const { id, name, use, purpose, attribution, contact, scopes, origins, reason } = app;
  return {
    ...{ id, name, use, purpose, attribution, contact, scopes, origins, reason },
    republish: RepublicationEnum[app.republish],
    state: AppStateEnum[app.state],
    rate: perSecond === null || burst === null ? null : { perSecond, burst },
    registeredAt: new Date(app.asked_at),
    decidedAt: app.decided_at === null ? null : new Date(app.decided_at),
  };
}
