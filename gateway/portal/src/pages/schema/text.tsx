import { Fragment } from 'preact';

/** English prose from descriptions and the change log: paragraphs, lists and `code`. */
export function Prose({ text }: { text: string }) {
  const blocks = text.split(/\n{2,}/).flatMap((block) => block.trim() || []);
  return (
    <div class="prose" lang="en">
      {blocks.map((block, index) =>
        block.startsWith('- ') ? (
          <ul key={index}>
            {block.split(/\n(?=- )/).map((item) => (
              <li key={item}>
                <Inline text={item.slice(2)} />
              </li>
            ))}
          </ul>
        ) : (
          <p key={index}>
            <Inline text={block} />
          </p>
        ),
      )}
    </div>
  );
}

/** A line of prose with `code`. */
export function Inline({ text }: { text: string }) {
  return (
    <>
      {text.split('`').map((part, index) => (
        <Fragment key={index}>{index % 2 === 1 ? <code>{part}</code> : part}</Fragment>
      ))}
    </>
  );
}
