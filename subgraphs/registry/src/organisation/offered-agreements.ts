import type { SubgraphContext } from '@hub/kit';
import type { OrganisationAgreements } from '@hub/protocol';
import type { LinkChange, OfferedAgreement } from './linked-organisation.type.js';

/** Most changes of a link in an answer. */
const mostChanges = 100;

/** An agreement with its shared fields and partners, for operators. */
export function offered(agreement: OrganisationAgreements['agreements'][number]): OfferedAgreement {
  const { id, title, shares, combined, figures, with: partners, purposes, from, until = null } = agreement;
  return {
    ...{ id, titles: title, shares, from, until },
    goals: [...new Set([...figures, ...combined])],
    with: partners === 'anyone' ? ['anyone'] : partners.map(partnerText),
    purposes: purposes === 'any' ? null : purposes,
  };
}

/** A partner by its kind and code: `role:analyst`. */
function partnerText(partner: object): string {
  const [[kind, code] = []] = Object.entries(partner) as [string, string][];
  return `${kind ?? ''}:${code ?? ''}`;
}

/** The history of an organisation's link, the newest first. */
export async function changesOf(code: string, em: SubgraphContext['em']): Promise<LinkChange[]> {
  const rows: LinkChange[] = await em.execute(
    `select what, changed_by as by, changed_at as at, reason from organisation_change
     where code = ? order by id desc limit ?`,
    [code, mostChanges],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
