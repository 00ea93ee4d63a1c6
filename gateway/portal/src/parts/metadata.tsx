import { Fragment } from 'preact';
import { useWords } from '../language/words.js';
import { Link } from './link.js';

/** Metadata of figures: definition, method and limits. */
export interface Metadata {
  readonly definition: string;
  readonly source: string;
  readonly method: string;
  readonly error: string;
  readonly revisionPolicy: string;
  readonly contact: string | null;
  readonly licence: string | null;
  readonly publisher: { readonly code: string; readonly name: string } | null;
}

/** The fields of `Metadata`. */
export const metadataFields = `metadata {
      definition(language: $language) source(language: $language) method(language: $language) error(language: $language)
      revisionPolicy(language: $language) contact licence publisher { code name(language: $language) }
    }`;

const metadataWords = {
  metadata: { vi: 'Về số liệu này', en: 'About these figures' },
  definition: { vi: 'Định nghĩa', en: 'Definition' },
  dataSource: { vi: 'Nguồn dữ liệu', en: 'Source of the data' },
  method: { vi: 'Phương pháp', en: 'Method' },
  error: { vi: 'Sai số', en: 'Error' },
  revisionPolicy: { vi: 'Chính sách hiệu chỉnh', en: 'Revision policy' },
  publisher: { vi: 'Cơ quan công bố', en: 'Published by' },
  contact: { vi: 'Liên hệ', en: 'Contact' },
  licence: { vi: 'Giấy phép dữ liệu', en: 'Licence of the data' },
  notLaidDown: { vi: 'chưa quy định', en: 'not laid down' },
  metadataPage: { vi: 'Trang siêu dữ liệu', en: 'The page of the metadata' },
  glossary: { vi: 'Thuật ngữ', en: 'Glossary' },
  catalogue: { vi: 'Danh mục dữ liệu (DCAT-AP)', en: 'Catalogue of the data (DCAT-AP)' },
} as const;

/**
 * Metadata of a goal's or an indicator's figures; empty if the graph has none.
 * @param props.goal the goal whose page of metadata to link to.
 */
export function MetadataOf({ of, goal }: { of: Metadata | null; goal?: string }) {
  const { say } = useWords(metadataWords);
  if (!of) return null;
  const { definition, source, method, error, revisionPolicy, contact, licence, publisher } = of;
  const texts = [
    [say('definition'), definition],
    [say('dataSource'), source],
    [say('method'), method],
    [say('error'), error],
    [say('revisionPolicy'), revisionPolicy],
    [say('contact'), contact ?? say('notLaidDown')],
    [say('licence'), licence ?? say('notLaidDown')],
  ] as const;
  return (
    <section class="panel metadata" id="metadata" aria-labelledby="metadata-title">
      <h2 id="metadata-title">{say('metadata')}</h2>
      <dl class="facts">
        {texts.map(([name, text]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
        {publisher && <dt>{say('publisher')}</dt>}
        {publisher && (
          <dd>
            <Link to={`/organisations/${publisher.code}`}>{publisher.name}</Link>
          </dd>
        )}
      </dl>
      <p class="no-print">
        {goal !== undefined && (
          <>
            <Link to={`/metadata/${goal}`}>{say('metadataPage')}</Link> ·{' '}
          </>
        )}
        <Link to="/glossary">{say('glossary')}</Link> · <a href="/catalogue.jsonld">{say('catalogue')}</a>
      </p>
    </section>
  );
}
