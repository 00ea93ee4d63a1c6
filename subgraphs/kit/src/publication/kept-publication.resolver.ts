import { clientError, type Participant } from '@hub/schema';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../context.js';
import { pageSizeOf } from '../graphql/connection.js';
import { Format } from '../graphql/format.js';
import { RequiresScopes } from '../graphql/rights.js';
import { KeptPublication } from './kept-publication.type.js';

const columns = 'id, digest, signature, kept_at as "keptAt"';

/** Makes the fields by which movement hands an organisation the digests of publications, and anyone compares them. */
export function keptPublicationResolverOf({ field, shortName }: Participant) {
  @Resolver()
  class KeptPublicationResolver {
    @Query(() => [KeptPublication], {
      name: `${field}KeptPublications`,
      nullable: true,
      description: `What ${shortName} holds of the movement's publications (dấu vết các bản công bố), the newest first; null when it did not answer.`,
    })
    keptPublications(
      @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'How many at most, 0 to 500.' })
      first: number | null | undefined,
      @Ctx() { em }: SubgraphContext,
    ): Promise<KeptPublication[]> {
      return em.execute(`select ${columns} from kept_publication order by kept_at desc, id desc limit ?`, [
        pageSizeOf(first),
      ]);
    }

    @RequiresScopes(['publications:keep'])
    @Mutation(() => KeptPublication, {
      name: `${field}KeepPublication`,
      nullable: true,
      description: `Hands ${shortName} the digest of one of the movement's publications (lưu dấu vết bản công bố). What it holds of an id stays: another digest is refused (\`OTHER_DIGEST\`).`,
    })
    async keepPublication(
      @Format('code')
      @Arg('id', () => ID, { description: "The publication's id (mã bản công bố)." })
      id: string,
      @Format('digest')
      @Arg('digest', () => String, { description: 'SHA-256 of its document in base64url (mã băm).' })
      digest: string,
      @Format('signature')
      @Arg('signature', () => String, { description: 'The detached JWS over the document (chữ ký).' })
      signature: string,
      @Ctx() { em, log, now }: SubgraphContext,
    ): Promise<KeptPublication> {
      await em.execute(
        `insert into kept_publication (id, digest, signature, kept_at) values (?, ?, ?, ?) on conflict do nothing`,
        [id, digest, signature, now()],
      );
      const [kept] = await em.execute<KeptPublication[]>(`select ${columns} from kept_publication where id = ?`, [id]);
      if (kept?.digest === digest) return kept;
      log.warn({ publication: id, held: kept?.digest, offered: digest }, 'a publication came under another digest');
      throw clientError(
        'OTHER_DIGEST',
        `Expected publication ${id} with the digest ${kept?.digest ?? ''}, which is held, but got ${digest}.`,
      );
    }
  }
  return KeptPublicationResolver;
}
