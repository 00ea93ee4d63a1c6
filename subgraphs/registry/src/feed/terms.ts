const rate = `case when rate_per_second is null then null
  else jsonb_build_object('perSecond', rate_per_second, 'burst', rate_burst) end`;

/** The terms of a key as text: the same text at each request, so that its digest names it. */
export const keyTermsText = `jsonb_strip_nulls(jsonb_build_object('name', name, 'owner', owner, 'role', role,
  'organisation', organisation, 'scopes', scopes, 'purpose', purpose, 'tables', tables, 'addresses', addresses,
  'rate', ${rate}))::text`;

/** The terms of an app as text. */
export const appTermsText = `jsonb_strip_nulls(jsonb_build_object('name', name, 'scopes', scopes, 'purpose', purpose,
  'republish', republish, 'attribution', attribution, 'rate', ${rate}))::text`;

/** The hashes of the documents of an app `app`, in order, one in a line; null where it has none. */
export const documentList = `(select string_agg(hash, E'\\n' order by hash collate "C") from app_document
  where app_document.app = app.id)`;

/** The text of the agreements of an organisation `o` that are in force; null where it has none. */
export const agreementsText = `(select content from organisation_document d
  where (d.code, d.kind, d.version) = (o.code, 'AGREEMENTS', o.agreements_version))`;

/** The digest of a text, as the feed has it. */
export const digestOf = (text: string) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
