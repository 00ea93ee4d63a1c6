import { ConnectionArguments, Cost, Format, OrderByArg, type Page, type SubgraphContext } from '@hub/kit';
import { badUserInput } from '@hub/protocol';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { keyBookOf, maxKeysOfPerson } from './key-book.js';
import { keyManager, withinOwn } from './key-manager.js';
import { readKeyRequest } from './key-request.js';
import { checkPurpose } from './named-purposes.js';
import { type ProgramKey } from './program-key.entity.js';
import { programKeyOrders, programKeyPages } from './program-key.loader.js';
import {
  CreatedProgramKey,
  ProgramKeyConnection,
  ProgramKeyInput,
  ProgramKeyObject,
  managesKeys,
} from './program-key.type.js';
import { shownKey } from './shown-key.js';

@Resolver(() => ProgramKeyObject)
export class ProgramKeyResolver {
  @managesKeys()
  @Query(() => ProgramKeyConnection, {
    nullable: true,
    description:
      'Keys for programs (khóa cho chương trình), by default in the order of their ends: your own keys, for an operator all keys. When a key was used, the audit log says.',
  })
  async programKeys(
    @OrderByArg(programKeyOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) page: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ProgramKeyObject>> {
    const { subject, isOperator } = keyManager(context);
    const found = await programKeyPages(context, orderBy).load({ ...page, filter: [isOperator ? null : subject] });
    return shownPage(found);
  }

  @managesKeys()
  @Cost(1000)
  @Mutation(() => CreatedProgramKey, {
    nullable: true,
    description:
      'Creates a key for a program (tạo khóa). Its text is in the answer, this once. It may at most what you may; an operator creates any.',
  })
  async createProgramKey(
    @Arg('input', () => ProgramKeyInput, { description: 'The key to create (khóa cần tạo).' }) input: ProgramKeyInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CreatedProgramKey> {
    const manager = keyManager(context);
    const book = keyBookOf(context);
    const request = readKeyRequest(plain(input), book.today);
    const scopes = withinOwn(request, manager);
    await checkPurpose(request, book.agreementsFolder);
    const { subject } = manager;
    const most = manager.isOperator ? {} : { most: maxKeysOfPerson };
    const { key, secret } = await book.create({ request, scopes, createdBy: subject, owner: subject, ...most });
    return { key: shownKey(key), secret };
  }

  @managesKeys()
  @Cost(50)
  @Mutation(() => ProgramKeyObject, {
    nullable: true,
    description: 'Revokes a key for good (thu hồi khóa): within a second no gateway takes it any more.',
  })
  async revokeProgramKey(
    @Format('code')
    @Arg('id', () => ID, { description: 'By what the key is known (mã khóa).' })
    id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ProgramKeyObject> {
    const { subject, isOperator } = keyManager(context);
    const key = await keyBookOf(context).revoke(id, subject, isOperator ? undefined : subject);
    if (!key) throw badUserInput(`id: expected the id of a key of yours, got ${JSON.stringify(id)}.`);
    return shownKey(key);
  }
}

/** What came as an object of an input type, as a plain one. */
function plain({ rate, ...input }: ProgramKeyInput): object {
  return { ...input, ...(rate != null && { rate: { ...rate } }) };
}

function shownPage({ edges, pageInfo, ...page }: Page<ProgramKey>): Page<ProgramKeyObject> {
  const shown = edges.map(({ cursor, node }) => ({ cursor, node: shownKey(node) }));
  return {
    edges: shown,
    nodes: shown.map(({ node }) => node),
    pageInfo,
    get totalCount() {
      return page.totalCount;
    },
  };
}
