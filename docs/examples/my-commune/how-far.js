/** Shows how far a commune is from each goal, of what write.js wrote: a page asks nobody, and needs no token. */

/** Letters without their marks, so that "ham rong" finds "Hàm Rồng". */
const plain = (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').trim();

/** The first commune whose name has the words, with its progress towards each goal; undefined where there is none. */
export function howFar({ communes }, search) {
  return communes.find(({ name }) => plain(name).includes(plain(search)));
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
