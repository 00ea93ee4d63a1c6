import { Format, inLanguage, type Language, LanguageArg, type SubgraphContext } from '@hub/kit';
import { readAgreements } from '@hub/protocol';
import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import {
  LinkChange,
  LinkDeclaration,
  LinkedOrganisation,
  managesOrganisations,
  OfferedAgreement,
  PublishedKind,
  PublishedVersion,
} from './linked-organisation.type.js';
import { changesOf, offered } from './offered-agreements.js';
import { organisationsOf } from './open-organisations.js';

/** The organisations that publish at the registry, for operators: the same as `hub organisation` shows. */
@Resolver(() => LinkedOrganisation)
export class LinkedOrganisationResolver {
  @managesOrganisations()
  @Directive('@listSize(assumedSize: 30)')
  @Query(() => [LinkedOrganisation], {
    nullable: true,
    description: 'The organisations that publish at the registry, or were invited to (các tổ chức kết nối), by code.',
  })
  async linkedOrganisations(@Ctx() context: SubgraphContext): Promise<LinkedOrganisation[]> {
    return (await organisationsOf(context).book().list()).map(linked);
  }

  @managesOrganisations()
  @Query(() => LinkedOrganisation, {
    nullable: true,
    description: 'One of them (một tổ chức kết nối); null where nobody invited it.',
  })
  async linkedOrganisation(
    @Format('code')
    @Arg('code', () => ID, { description: "The organisation's code (mã tổ chức)." })
    code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkedOrganisation | null> {
    return (await findLinked(code, context)) ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Its name (tên); null before it joined.' })
  name(@Root() { said }: LinkedOrganisation, @LanguageArg() language: Language): string | null {
    return said && inLanguage(language, { vi: said.nameVi, en: said.nameEn });
  }

  @FieldResolver(() => LinkDeclaration, {
    nullable: true,
    description: 'What it said of itself (khai báo); null before it joined.',
  })
  declaration(@Root() { said }: LinkedOrganisation): LinkDeclaration | null {
    return said && { linkedBy: said.linkedBy, dataKind: said.dataKind, endpoint: said.endpoint, contact: said.contact };
  }

  @FieldResolver(() => [String], { description: 'The ids of the keys that it signs by (mã khóa).' })
  async keyIds(@Root() { code }: LinkedOrganisation, @Ctx() context: SubgraphContext): Promise<readonly string[]> {
    return (await organisationsOf(context).book().show(code))?.keyIds ?? [];
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The schema of its records that is, or would be, in force (lược đồ); null without one.',
  })
  async schema(@Root() { code }: LinkedOrganisation, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await organisationsOf(context).book().show(code))?.schema ?? null;
  }

  @FieldResolver(() => [OfferedAgreement], {
    description:
      'The fields that its agreements share, or would share, with recipients and purposes (nội dung chia sẻ).',
  })
  async agreements(@Root() { code }: LinkedOrganisation, @Ctx() context: SubgraphContext): Promise<OfferedAgreement[]> {
    const text = (await organisationsOf(context).book().show(code))?.agreements;
    if (text === null || text === undefined) return [];
    return (readAgreements(text, 'agreements.yaml').agreements?.agreements ?? []).map(offered);
  }

  @FieldResolver(() => [PublishedVersion], {
    description: 'What it published, by versions, the newest first (các phiên bản công bố).',
  })
  async versions(@Root() { code }: LinkedOrganisation, @Ctx() context: SubgraphContext): Promise<PublishedVersion[]> {
    const found = await organisationsOf(context).book().versions(code);
    return found.map(({ kind, publishedAt, examined, ...one }) => ({
      ...one,
      kind: PublishedKind[kind],
      publishedAt: new Date(publishedAt),
      examination: examined && { ...examined, at: new Date(examined.at) },
    }));
  }

  @FieldResolver(() => [LinkChange], {
    description: 'The history of its link, with actors, times and reasons, the newest first (lịch sử kết nối).',
  })
  async changes(@Root() { code }: LinkedOrganisation, @Ctx() context: SubgraphContext): Promise<LinkChange[]> {
    return changesOf(code, context.em);
  }
}

@Resolver(() => OfferedAgreement)
export class OfferedAgreementResolver {
  @FieldResolver(() => String, { description: 'Its title (tên thỏa thuận).' })
  title(@Root() { titles }: OfferedAgreement, @LanguageArg() language: Language): string {
    return inLanguage(language, titles);
  }
}

/** An organisation for operators; undefined if it was never invited. */
export async function findLinked(code: string, context: SubgraphContext): Promise<LinkedOrganisation | undefined> {
  const found = (await organisationsOf(context).book().list()).find((one) => one.code === code);
  return found && linked(found);
}

type Listed = Awaited<ReturnType<ReturnType<ReturnType<typeof organisationsOf>['book']>['list']>>[number];

function linked({ code, state, said, last }: Listed): LinkedOrganisation {
  return { code, state, said, last: { ...last, at: new Date(last.at) } };
}
