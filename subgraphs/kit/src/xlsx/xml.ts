import { SaxesParser } from 'saxes';
import { FileError } from '../file/file-error.js';

/** What hears of the parts of an XML text. Names come without their prefix. */
export interface XmlHearer {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/**
 * Reads an XML text as it comes, piece by piece; each piece that is read is yielded as nothing, for what was heard by
 * then to be taken.
 * @throws FileError where it is not well-formed, or declares a document type, which workbooks do not.
 */
export async function* readXml(text: AsyncIterable<string>, hearer: XmlHearer): AsyncGenerator<undefined> {
  const parser = new SaxesParser();
  const { open, close, text: hear } = hearer;
  if (open)
    parser.on('opentag', ({ name, attributes }) => {
      open(localName(name), attributes);
    });
  if (close)
    parser.on('closetag', ({ name }) => {
      close(localName(name));
    });
  if (hear) {
    parser.on('text', hear);
    parser.on('cdata', hear);
  }
  parser.on('doctype', () => {
    throw new FileError('Expected a workbook without document types in its parts, got one.');
  });
  try {
    let isThere = false;
    for await (const piece of text) {
      isThere = true;
      parser.write(piece);
      yield undefined;
    }
    // A workbook need not have every part.
    if (isThere) parser.close();
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(
      `Expected a workbook of well-formed parts, got one that is damaged: ${(error as Error).message}.`,
    );
  }
  yield undefined;
}

/** Reads a whole XML text. */
export async function hearXml(text: AsyncIterable<string>, hearer: XmlHearer): Promise<void> {
  for await (const _piece of readXml(text, hearer));
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
