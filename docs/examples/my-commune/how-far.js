/** Asks the public API how far a commune is from each goal. It needs no token, so that any page may do it. */

const communes = `query Communes($search: String!) {
  communes(first: 1, search: $search) { nodes { code name } }
}`;

const goals = `query HowFar($code: ID!) {
  goals {
    title
    progressByCommune(first: 1, codes: [$code]) {
      nodes { period ratio ratioDecimals target demonstration }
    }
  }
}`;

/** Asks by GET: what is public can be kept by any cache on the way. */
async function ask(hub, query, variables) {
  const address = new URL('/graphql', hub);
  address.search = new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString();
  const response = await fetch(address, { headers: { accept: 'application/graphql-response+json' } });
  const { data, errors } = await response.json();
  if (!data) throw new Error(errors?.[0]?.message ?? `The hub answered with status ${response.status}.`);
  return data;
}

/** The commune that the search finds first, and its progress towards each goal; undefined where it finds none. */
export async function howFar(hub, search) {
  const [commune] = (await ask(hub, communes, { search })).communes?.nodes ?? [];
  if (!commune) return undefined;
  const { goals: all } = await ask(hub, goals, { code: commune.code });
  const progress = all.flatMap(({ title, progressByCommune }) =>
    (progressByCommune?.nodes ?? []).map((one) => ({ title, ...one })),
  );
  return { ...commune, progress };
}

/** A ratio as people read it; null is "not known" or "not published", and never zero. */
function percent(ratio, decimals) {
  if (ratio === null) return 'chưa có số liệu';
  return new Intl.NumberFormat('vi', { style: 'percent', maximumFractionDigits: decimals ?? 0 }).format(ratio);
}

const escaped = (text) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The answer as HTML: each figure with its period, its target, and whether its data is made up. */
export function shown(commune) {
  if (!commune) return '<p>Không tìm thấy xã, phường này.</p>';
  const rows = commune.progress.map(
    ({ title, ratio, ratioDecimals, target, period, demonstration }) =>
      `<tr><td>${escaped(title)}</td><td>${percent(ratio, ratioDecimals === null ? null : Math.max(0, ratioDecimals - 2))}</td>` +
      `<td>chỉ tiêu ${percent(target)}, kỳ ${escaped(period)}${demonstration ? ' (dữ liệu minh họa)' : ''}</td></tr>`,
  );
  return `<h2>${escaped(commune.name)}</h2><table>${rows.join('')}</table>`;
}
