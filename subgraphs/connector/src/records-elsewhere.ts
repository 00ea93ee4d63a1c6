import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OrganisationAgreements, readAgreements } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import { jsonApiOf, readHeaders, readJsonApi } from './json-api/read-json-api.js';
import { secretText } from './settings/environment-of.js';
import { type Connector, shown } from './settings/read-connector.js';
import { type Upstream, upstreamOf } from './upstream/upstream-graph.js';

/** Whether another system than the connector's database answers an organisation's records. */
export function hasRecordsElsewhere({ settings: { records } }: Connector): boolean {
  return records?.upstream !== undefined || records?.jsonApi !== undefined;
}

/**
 * The system that answers an organisation's records instead of the connector's database: its own endpoint, or a JSON
 * API.
 * @throws StartFailure where both are named, or the declarations cannot be read.
 */
export function recordsElsewhere(connector: Connector): Upstream | undefined {
  const { folder, at, settings } = connector;
  const { upstream, jsonApi } = settings.records ?? {};
  if (upstream && jsonApi) {
    const place = at(['records', 'jsonApi']);
    throw new StartFailure(`${place}: records.jsonApi: expected one of upstream and jsonApi, got both`, 2);
  }
  if (upstream) return upstreamOf(upstream, agreementsIn(folder));
  if (!jsonApi) return undefined;
  const agreements = agreementsIn(folder);
  return jsonApiOf(readJsonApi(folder, shown, agreements), jsonApi, { headers: apiHeadersOf(connector), agreements });
}

/** The headers of each request to a JSON API. @throws StartFailure that names the line, and none of the values. */
export function apiHeadersOf(connector: Connector): Record<string, string> {
  const file = connector.settings.records?.jsonApi?.headersFile;
  if (file === undefined) return {};
  const path = ['records', 'jsonApi', 'headersFile'];
  try {
    return readHeaders(secretText(connector, path, file));
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(`${connector.at(path)}: ${path.join('.')}: ${file}: ${(error as Error).message}`, 2);
  }
}

/** The organisation's own agreements; reading its folder has reported their faults. */
export function agreementsIn(folder: string): OrganisationAgreements | undefined {
  const file = join(folder, 'agreements.yaml');
  return existsSync(file) ? readAgreements(readFileSync(file, 'utf8'), shown(file)).agreements : undefined;
}
