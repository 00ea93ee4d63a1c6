/** Texts of a picture file beside its drawing. */
export interface PictureWords {
  readonly title: string;
  /** Lines below the title, such as the period. */
  readonly lines: readonly string[];
  /** A prominent mark on demonstration data; undefined for real data. */
  readonly mark: string | undefined;
  /** The source, at the bottom. */
  readonly source: string;
}

/** Legend entry of a picture: a small drawing and its meaning. */
interface LegendEntry {
  readonly drawn: SVGSVGElement;
  readonly text: string;
}

const svgSpace = 'http://www.w3.org/2000/svg';
const family = "'Noto Sans', 'Segoe UI', Arial, sans-serif";
const margin = 20;

/** Style properties that a picture file copies from the page, with SVG's defaults: a property at its default is left out. */
const looks: Readonly<Record<string, string>> = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'font-size': '',
  'font-weight': '400',
  'text-anchor': 'start',
};
const ofLetters = new Set(['font-size', 'font-weight', 'text-anchor']);

/**
 * Makes a complete picture of a chart: styles are inlined, and title, source and mark are inside.
 * @param drawn the chart on the page.
 * @param legend the page's legend, drawn below the chart.
 */
export function pictureOf(drawn: SVGSVGElement, legend: readonly LegendEntry[], words: PictureWords): SVGSVGElement {
  const box = drawn.viewBox.baseVal;
  const width = Math.max(box.width, 320) + 2 * margin;
  const picture = make('svg', { xmlns: svgSpace, width, 'font-family': family }) as SVGSVGElement;
  picture.append(make('rect', { width: '100%', height: '100%', fill: '#ffffff' }));
  const room = width - 2 * margin;
  let y = margin;
  const write = (text: string, size: number, weight: number, fill: string): void => {
    for (const line of wrapped(text, room, `${weight} ${size}px ${family}`)) {
      y += size * 1.4;
      picture.append(letters(line, margin, y - size * 0.35, size, weight, fill));
    }
  };
  write(words.title, 18, 700, '#17212b');
  for (const line of words.lines) write(line, 13, 400, '#51606f');
  if (words.mark !== undefined) {
    y += 6;
    const lines = wrapped(words.mark, room - 16, `600 12px ${family}`);
    const looksOf = { fill: '#ffe9b0', stroke: '#8a5300', 'stroke-dasharray': '4 3' };
    picture.append(make('rect', { x: margin, y, width: room, height: lines.length * 17 + 8, ...looksOf }));
    for (const [index, line] of lines.entries()) {
      picture.append(letters(line, margin + 8, y + 17 + index * 17, 12, 600, '#17212b'));
    }
    y += lines.length * 17 + 8;
  }
  y += 10;
  const copy = standing(drawn);
  for (const [name, value] of Object.entries({ x: margin, y, width: box.width, height: box.height })) {
    copy.setAttribute(name, String(value));
  }
  picture.append(copy);
  y = withLegend(picture, legend, y + box.height + 8, room);
  write(words.source, 11, 400, '#51606f');
  const height = Math.ceil(y + margin);
  picture.setAttribute('height', String(height));
  picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
  return picture;
}

/** The text of an SVG file. */
export function svgText(picture: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

/** Renders a picture as a PNG file, at twice its size on the page, in the page's typeface. */
export async function pngOf(picture: SVGSVGElement): Promise<Blob> {
  const whole = picture.cloneNode(true) as SVGSVGElement;
  const style = make('style', {});
  style.textContent = await typeface();
  whole.prepend(style);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(whole))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * Number(picture.getAttribute('width'));
  canvas.height = 2 * Number(picture.getAttribute('height'));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('The browser made no picture.'));
    }, 'image/png');
  });
}

/** A copy of a drawing without need of a style sheet: each element gets its computed styles. */
function standing(drawn: SVGSVGElement): SVGSVGElement {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const originals = [drawn, ...drawn.querySelectorAll('*')];
  for (const [index, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[index];
    if (!original || original.tagName === 'title') continue;
    const style = getComputedStyle(original);
    for (const [name, usual] of Object.entries(looks)) {
      const value = style.getPropertyValue(name);
      if (ofLetters.has(name) && original.tagName !== 'text') continue;
      if (value !== '' && value !== usual) element.setAttribute(name, value.replaceAll('"', ''));
    }
    for (const name of ['class', 'role', 'tabindex', 'style', 'aria-label', 'aria-hidden', 'data-code']) {
      element.removeAttribute(name);
    }
  }
  return copy;
}

function withLegend(picture: SVGSVGElement, legend: readonly LegendEntry[], top: number, room: number): number {
  let [x, y] = [margin, top];
  for (const { drawn, text } of legend) {
    const width = 34 + widthOf(text, `400 12px ${family}`) + 18;
    if (x > margin && x + width > room + margin) [x, y] = [margin, y + 20];
    const swatch = standing(drawn);
    for (const [name, value] of Object.entries({ x, y, width: 28, height: 14 }))
      swatch.setAttribute(name, String(value));
    picture.append(swatch, letters(text, x + 34, y + 11.5, 12, 400, '#17212b'));
    x += width;
  }
  return legend.length > 0 ? y + 24 : y;
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== 'xmlns') element.setAttribute(key, String(value));
  return element;
}

function letters(text: string, x: number, y: number, size: number, weight: number, fill: string): SVGElement {
  const element = make('text', { x, y, 'font-size': size, 'font-weight': weight, fill });
  element.textContent = text;
  return element;
}

let pen: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string, font: string): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * 8;
  pen.font = font;
  return pen.measureText(text).width;
}

/** Breaks a text into lines of a width; a wider word is split. */
function wrapped(text: string, room: number, font: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(joined, font) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line, font) > room && line.length > 1) {
      const end = Math.max(1, Math.floor((line.length * room) / widthOf(line, font)) - 1);
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return [...lines, line];
}

let typefaceRules: Promise<string> | undefined;

/** CSS rules of the page's typeface with the font files embedded, because an image may not load files. */
async function typeface(): Promise<string> {
  typefaceRules ??= Promise.all(
    [...document.styleSheets]
      .flatMap((sheet) => [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href ?? location.href })))
      .flatMap(({ rule, base }) => (rule instanceof CSSFontFaceRule ? [inside(rule, base)] : [])),
  ).then((rules) => rules.join('\n'));
  typefaceRules.catch(() => (typefaceRules = undefined));
  return typefaceRules;
}

async function inside(rule: CSSFontFaceRule, base: string): Promise<string> {
  const [, address = ''] = /url\("?([^")]+)"?\)/.exec(rule.cssText) ?? [];
  const file = await (await fetch(new URL(address, base))).blob();
  const data = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as string);
    };
    reader.readAsDataURL(file);
  });
  return rule.cssText.replace(/url\("?[^")]+"?\)/, `url("${data}")`);
}
