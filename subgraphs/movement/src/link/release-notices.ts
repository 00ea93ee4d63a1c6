import type { SubgraphContext } from '@hub/kit';
import type { LinkMessage, ReleaseNoticeBody } from '@hub/protocol';

type Em = SubgraphContext['em'];

/** The organisation's releases that wait or were accepted, unless it has confirmed that it knows. */
export function outstandingNotices(em: Em, organisation: string): Promise<ReleaseNoticeBody[]> {
  return em.execute(
    `select number, state, reason from (
       select number, told, case when accepted_at is null then 'PENDING' else 'ACCEPTED' end as state,
         coalesce(note, (findings -> 0 ->> 'rule') || ': ' || (findings -> 0 ->> 'goalCode') || ' '
           || (findings -> 0 ->> 'placeCode') || ' ' || (findings -> 0 ->> 'month') || ', '
           || (findings -> 0 ->> 'people') || ' > ' || (findings -> 0 ->> 'most')) as reason
       from pending_release where organisation = ?) p
     where told is distinct from state order by number limit 20`,
    [organisation],
  );
}

/** Records which notices an organisation has received. */
export async function takeNoted(em: Em, organisation: string, noted: LinkMessage['noted']): Promise<void> {
  for (const { number, state } of noted) {
    await em.execute('update pending_release set told = ? where (organisation, number) = (?, ?)', [
      state,
      organisation,
      number,
    ]);
  }
}
