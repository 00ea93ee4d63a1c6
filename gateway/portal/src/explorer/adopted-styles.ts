/**
 * A custom element in place of `<style>`, because the page's content security policy refuses the editor's `<style>`
 * elements. Its text is the content of a constructed style sheet, which the policy does not restrict.
 */
class AdoptedStyle extends HTMLElement {
  readonly sheet = new CSSStyleSheet();
  /** The editor sets these two; this element ignores them. */
  type = '';
  media = '';
  #text = '';

  connectedCallback(): void {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  disconnectedCallback(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== this.sheet);
  }

  override get textContent(): string {
    return this.#text;
  }

  override set textContent(text: string) {
    this.#text = text;
    this.sheet.replaceSync(text);
  }

  override get innerText(): string {
    return this.#text;
  }

  override set innerText(text: string) {
    this.textContent = text;
  }

  override appendChild<One extends Node>(node: One): One {
    this.textContent = this.#text + (node.textContent ?? '');
    return node;
  }
}

type CreateElement = (this: Document, name: string, options?: ElementCreationOptions) => HTMLElement;

/** From this call on, each style element that a script creates in this document is an adopted sheet. */
export function adoptStyles(): void {
  if (customElements.get('adopted-style')) return;
  customElements.define('adopted-style', AdoptedStyle);
  const create: CreateElement = Reflect.get(Document.prototype, 'createElement');
  Reflect.set(document, 'createElement', (name: string, options?: ElementCreationOptions) =>
    create.call(document, name.toLowerCase() === 'style' ? 'adopted-style' : name, options),
  );
}
