import { useEffect, useState } from 'preact/hooks';
import { useAnswer } from '../../hub/ask.js';
import type { Publication, PublishedGoal } from '../../hub/publication.js';
import { saveAs } from '../../hub/save.js';
import { type Verified, verify } from '../../hub/verify-signature.js';
import { whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { comparedWithDocument } from './signed-document.js';
import { reportWords } from './words.js';

interface PublicKey {
  readonly organisationCode: string;
  readonly keyId: string;
  readonly pem: string;
}

interface Found {
  readonly publication: { readonly document: string; readonly publicKeys: readonly PublicKey[] } | null;
}

const query = `query SignedDocument($id: ID!) {
  publication(id: $id) { document publicKeys { organisationCode keyId pem } }
}`;

/**
 * The signed document: verifies its signature in the browser, compares the figures above with it, and offers the files
 * to verify it elsewhere.
 */
export function Signature({ of, goals }: { of: Publication; goals: readonly PublishedGoal[] }) {
  const answer = useAnswer<Found>(query, { id: of.id });
  const found = answer.is === 'answered' ? answer.data.publication : undefined;
  return (
    <>
      <Waiting answer={answer} />
      {found && <Checked of={of} document={found.document} keys={found.publicKeys} />}
      {found && <Compared document={found.document} goals={goals} />}
      {found && <Files of={of} document={found.document} keys={found.publicKeys} />}
    </>
  );
}

function Checked({ of, document, keys }: { of: Publication; document: string; keys: readonly PublicKey[] }) {
  const { say } = useWords(reportWords);
  const [verified, setVerified] = useState<Verified>();
  useEffect(() => {
    const { signature, digest } = of;
    const known = new Map(keys.map(({ keyId, pem }) => [keyId, pem]));
    void verify({ document, signature, digest }, known).then(setVerified);
  }, [document, of.signature, of.digest]);
  if (verified === undefined) return null;
  return (
    <p class={verified === 'good' ? 'good signature' : 'notice signature'} data-verified={verified} role="status">
      {say(`signature_${verified}`)}
    </p>
  );
}

/** Compares the province's figures on the page with the signed document. */
function Compared({ document, goals }: { document: string; goals: readonly PublishedGoal[] }) {
  const { say, language } = useWords(reportWords);
  const { same, other } = comparedWithDocument(document, goals);
  if (other === 0) {
    return (
      <p class="good checked">
        {say('checked')} {whole(same, language)} {say('checkedSame')}
      </p>
    );
  }
  return (
    <p class="notice checked">
      {say('checked')} {whole(other, language)} {say('checkedOther')}
    </p>
  );
}

function Files({ of, document, keys }: { of: Publication; document: string; keys: readonly PublicKey[] }) {
  const { say } = useWords(reportWords);
  // One file holds all keys of an organisation, former ones too: verifying programs expect this format.
  const files = [...Map.groupBy(keys, ({ organisationCode }) => organisationCode)].map(([code, of]) => ({ code, of }));
  const columns: readonly Column<(typeof files)[number]>[] = [
    { head: say('organisation'), isHead: true, cell: ({ code }) => code },
    { head: say('key'), class: 'key', cell: ({ of: ofOne }) => ofOne.map(({ keyId }) => keyId).join(', ') },
    {
      head: say('file'),
      cell: ({ code, of: ofOne }) => (
        <button
          type="button"
          onClick={() => {
            const pems = ofOne.map(({ pem }) => (pem.endsWith('\n') ? pem : `${pem}\n`)).join('');
            saveAs(new Blob([pems], { type: 'application/x-pem-file' }), `${code}.pub`);
          }}
        >
          {`${code}.pub`}
        </button>
      ),
    },
  ];
  const file = () => JSON.stringify({ publication: { document, signature: of.signature }, releases: {} });
  return (
    <div class="no-print">
      <p>
        <button
          type="button"
          onClick={() => {
            saveAs(new Blob([file()], { type: 'application/json' }), `${of.id}.json`);
          }}
        >
          {say('signedFile')}
        </button>
      </p>
      <details>
        <summary>{say('publicKeys')}</summary>
        <Table caption={say('publicKeys')} columns={columns} rows={files} keyOf={({ code }) => code} />
      </details>
    </div>
  );
}
