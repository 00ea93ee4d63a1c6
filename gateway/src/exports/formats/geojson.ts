import { aboutJson } from './about-json.js';
import type { FileContent } from '../content/file-content.js';
import { jsonRow } from './json-row.js';

/**
 * Writes places with their figures as GeoJSON (RFC 7946): the member `about` has the file's metadata.
 * @throws the rows' error, after a member `error`; the text is then incomplete JSON, so that no program takes it for
 *   all.
 */
export async function* geoJsonFile(content: FileContent, told: (error: unknown) => string) {
  const { request, pages, write } = content;
  yield `{"type":"FeatureCollection","about":${JSON.stringify(aboutJson(content))},"features":[`;
  let separator = '\n';
  try {
    for await (const rows of pages) {
      for (const row of rows) {
        const { id, geometry } = row.place ?? {};
        yield write(() => {
          const properties = jsonRow(row, request.columns);
          return separator + JSON.stringify({ type: 'Feature', id, geometry: geometry ?? null, properties });
        });
        separator = ',\n';
      }
    }
  } catch (error) {
    yield `${separator}{"error":${JSON.stringify(told(error))}`;
    throw error;
  }
  yield '\n]}\n';
}
