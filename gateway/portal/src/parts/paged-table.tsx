import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { Records } from './count.js';
import { Named } from './number.js';
import { type Column, Table } from './table.js';

/** A page of a connection of the graph. */
export interface Page<Row> {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Row[];
}

/** Selection set of a connection for `Page`, around the fields of its nodes. */
export function pageFields(fields: string): string {
  return `totalCount pageInfo { hasNextPage endCursor } nodes { ${fields} }`;
}

interface Further<Row> {
  readonly after: Page<Row>;
  readonly pages: readonly Page<Row>[];
  readonly state: '' | 'asking' | 'failed';
}

/** A table of a connection: the first page, and a button that adds the next one. */
export function PagedTable<Row>(props: {
  caption: string;
  columns: readonly Column<Row>[];
  keyOf: (row: Row, index: number) => string | number;
  first: Page<Row>;
  /** Requests the page after a cursor. */
  next: (after: string | null) => Promise<Page<Row> | null | undefined>;
  /** Content below the table, beside the count, such as links to files. */
  children?: ComponentChildren;
}) {
  const { caption, columns, keyOf, first, next, children } = props;
  const { say, language } = useWords();
  const [known, setKnown] = useState<Further<Row>>();
  const further: Further<Row> = known?.after === first ? known : { after: first, pages: [], state: '' };
  const last = further.pages.at(-1) ?? first;
  const rows = [first, ...further.pages].flatMap(({ nodes }) => nodes);
  const take = async (): Promise<void> => {
    setKnown({ ...further, state: 'asking' });
    const page = await next(last.pageInfo.endCursor).catch(() => undefined);
    setKnown(page ? { ...further, pages: [...further.pages, page], state: '' } : { ...further, state: 'failed' });
  };
  if (rows.length === 0) {
    return (
      <p class="none">
        <strong>{caption}</strong> {say('noneHere')}
      </p>
    );
  }
  return (
    <>
      <Table
        caption={`${caption} (${whole(first.totalCount, language)})`}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        isRead
      />
      <div class="count">
        <p class="more">
          <span>
            {whole(rows.length, language)} /{' '}
            <Named by={[caption]}>
              <Records of={first.totalCount} />
            </Named>
          </span>{' '}
          {last.pageInfo.hasNextPage && (
            <>
              <button type="button" disabled={further.state === 'asking'} onClick={() => void take()}>
                {say('more')}
                <span class="unseen"> {caption}</span>
              </button>{' '}
              <span role="status">{further.state && say(further.state)}</span>
            </>
          )}
        </p>
        {children}
      </div>
    </>
  );
}
