import { SaxesParser } from 'saxes';
import { FileError } from '../file/file-error.js';

/** Receives the parts of an XML text. Names have no prefix. */
export interface XmlHearer {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** The most characters of one start tag, of a text or of a comment, in the XML. */
const longestToken = 1_000_000;

/** How deep elements may be nested; workbooks have about ten levels. */
const deepest = 100;

/**
 * Reads an XML text piece by piece; yields once after each piece, so that the caller can take the parts heard so far.
 * @throws FileError where it is not well-formed, declares a document type, which workbooks do not, or has a longer
 * token than any workbook: the parser holds a token until its end.
 */
export async function* readXml(text: AsyncIterable<string>, hearer: XmlHearer): AsyncGenerator<undefined> {
  const parser = new SaxesParser();
  const { open, close, text: hear } = hearer;
  let sinceToken = 0;
  let depth = 0;
  const ended = () => {
    sinceToken = 0;
  };
  parser.on('opentag', ({ name, attributes }) => {
    ended();
    depth += 1;
    if (depth > deepest) throw unlikeWorkbooks(`at most ${deepest} elements in each other`);
    open?.(localName(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    ended();
    depth -= 1;
    close?.(localName(name));
  });
  const heard = (text: string) => {
    ended();
    hear?.(text);
  };
  parser.on('text', heard);
  parser.on('cdata', heard);
  parser.on('comment', ended);
  parser.on('processinginstruction', ended);
  parser.on('doctype', () => {
    throw new FileError('Expected a workbook without document types in its parts, got one.');
  });
  try {
    let isThere = false;
    for await (const piece of text) {
      isThere = true;
      sinceToken += piece.length;
      if (sinceToken > longestToken + piece.length)
        throw unlikeWorkbooks(`at most ${longestToken} characters of a token`);
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

function unlikeWorkbooks(expected: string): FileError {
  return new FileError(`Expected a workbook with ${expected}, got more: it is no file that a spreadsheet wrote.`);
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
