import type { Choice, Question } from './analysis.js';
import type { Layout } from './layout.js';
import { spotOf } from './mapped-rows.js';
import { type DayOrder, dayOrders, type DecimalSign, decimalSigns, type Mapping } from './mapping.js';
import type { Sign } from './value-reader.js';

/**
 * How many distinct values of a column are remembered, how long they may be, and which share of rows makes them a list.
 */
const [mostValues, longestValue, leastShare] = [20, 40, 0.05];

/** How often each sign was seen, and its first row. */
type Seen = Map<string, { count: number; readonly row: number }>;

/** The choices that the file as a whole settles, and the open questions. */
export interface Settled {
  readonly mapping: Mapping;
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
}

/** What the cells of a file show about how to read it. */
export class Signs {
  readonly #seen = new Map<string, Seen>();
  readonly #flags = new Map<string, Set<string>>();
  #rows = 0;

  constructor(private readonly layout: Layout) {}

  row(): void {
    this.#rows += 1;
  }

  add(column: string, { of, sign }: Sign, row: number): void {
    const key = `${of} ${column}`;
    let seen = this.#seen.get(key);
    if (!seen) {
      seen = new Map<string, { count: number; readonly row: number }>();
      this.#seen.set(key, seen);
    }
    const known = seen.get(sign);
    if (known) known.count += 1;
    else if (seen.size <= mostValues) seen.set(sign, { count: 1, row });
  }

  /** Notes the content of a column of yes and no. */
  flag(column: string, text: string): void {
    let seen = this.#flags.get(column);
    if (!seen) this.#flags.set(column, (seen = new Set()));
    if (seen.size <= 4) seen.add(text.toLowerCase());
  }

  settle(): Settled {
    const parts = [
      this.#days(),
      this.#decimal(),
      this.#once('formulas'),
      this.#once('formerPlaces'),
      this.#values(),
      this.#marks(),
    ];
    return {
      mapping: Object.assign({}, ...parts.map(({ mapping }) => mapping)) as Mapping,
      questions: parts.flatMap(({ questions }) => questions),
      notes: parts.flatMap(({ notes }) => notes),
    };
  }

  /** The signs of one sort, by column. */
  #of(what: Sign['of']): (readonly [column: string, seen: Seen])[] {
    return [...this.#seen].flatMap(([key, seen]): [string, Seen][] => {
      const [of, column = ''] = key.split(' ');
      return of === what ? [[column, seen]] : [];
    });
  }

  #days(): Settled {
    const { mapping } = this.layout;
    const of = this.#of('days');
    const has = (order: DayOrder) => of.some(([, seen]) => seen.has(order));
    const told = mapping.days;
    if (of.length === 0 || told !== undefined) return nothing;
    const [isOurs, isAmerican] = [has('d/m/y'), has('m/d/y')];
    if (isOurs !== isAmerican) return { ...nothing, mapping: { days: isOurs ? 'd/m/y' : 'm/d/y' } };
    const daysOf: Record<string, DayOrder> = { ...mapping.daysOf };
    const questions: Question[] = [];
    for (const [column, seen] of of) {
      const orders = dayOrders.filter((order) => seen.has(order));
      const [only] = orders;
      const unclear = seen.get('either');
      if (daysOf[column] !== undefined || !unclear) continue;
      if (only && orders.length === 1) daysOf[column] = only;
      else questions.push(this.#askDays(column, unclear.row, isOurs));
    }
    // Where no column settles it, one answer is for all.
    const [first] = questions;
    const asked = first && !isOurs ? [{ ...first, id: 'days', choices: dayChoices() }] : questions;
    return { ...nothing, mapping: Object.keys(daysOf).length > 0 ? { daysOf } : {}, questions: asked };
  }

  #askDays(column: string, row: number, isMixed: boolean): Question {
    const both = isMixed ? ' Its other days are written in both orders.' : ' No other day of the file tells.';
    return {
      id: `days:${column}`,
      question: `Days such as 3/4/2026 can be read in two ways: which is first, the day or the month?${both}`,
      choices: dayChoices(column),
      at: spotOf(this.layout, row, column),
    };
  }

  #decimal(): Settled {
    const of = this.#of('decimal');
    if (of.length === 0 || this.layout.mapping.decimal !== undefined) return nothing;
    const found = decimalSigns.filter((sign) => of.some(([, seen]) => seen.has(sign)));
    const [only] = found;
    if (only && found.length === 1) return { ...nothing, mapping: { decimal: only } };
    const unclear = of.find(([, seen]) => seen.has('either'));
    if (!unclear) return nothing;
    const [column, seen] = unclear;
    const label = (sign: DecimalSign) =>
      sign === ','
        ? '1.234 is one thousand two hundred and thirty-four'
        : '1,234 is one thousand two hundred and thirty-four';
    const choices = decimalSigns.map((decimal): Choice => ({
      value: decimal,
      label: `the decimal sign is ${decimal}: ${label(decimal)}`,
      mapping: { decimal },
    }));
    const question = `Numbers such as 1.234 can be read in two ways${found.length > 1 ? ', and the file has both' : ''}: which is the decimal sign?`;
    return {
      ...nothing,
      questions: [{ id: 'decimal', question, choices, at: spotOf(this.layout, seen.get('either')?.row, column) }],
    };
  }

  /** A question that is asked once for the whole file. */
  #once(of: 'formulas' | 'formerPlaces'): Settled {
    const [first] = this.#of(of);
    if (!first || this.layout.mapping[of] !== undefined) return nothing;
    const [column, seen] = first;
    const { count = 0, row } = seen.get('seen') ?? {};
    const at = spotOf(this.layout, row, column);
    const texts = {
      formulas: {
        question: `${count} cells of ${column} are formulas, which are not evaluated. May the values be taken that were saved with them?`,
        choices: [
          { value: 'saved values', label: 'take the values that were saved', mapping: { formulas: 'saved values' } },
          { value: 'refuse', label: 'refuse these rows', mapping: { formulas: 'refuse' } },
        ],
      },
      formerPlaces: {
        question: `${count} rows name a commune in ${column} that has ended. Are they of the commune that it became part of?`,
        choices: [
          {
            value: 'follow',
            label: 'take the commune that it became wholly part of',
            mapping: { formerPlaces: 'follow' },
          },
          { value: 'refuse', label: 'refuse these rows', mapping: { formerPlaces: 'refuse' } },
        ],
      },
    } as const;
    return { ...nothing, questions: [{ id: of, ...texts[of], at }] };
  }

  /** The questions about unknown values that are frequent enough to be a list. */
  #values(): Settled {
    const { kind, mapping } = this.layout;
    const questions = this.#of('values').flatMap(([column, seen]): Question[] => {
      const form = kind.columns[column]?.form;
      const words = form?.kind === 'list' ? form.of : form;
      const total = [...seen.values()].reduce((sum, { count }) => sum + count, 0);
      if (words?.kind !== 'words' || seen.size > mostValues || total < this.#rows * leastShare) return [];
      return [...seen].flatMap(([value, { count, row }]): Question[] => {
        if (value.length > longestValue || count < 2 || mapping.values?.[column]?.[value] !== undefined) return [];
        const choices = Object.entries(words.words).map(([word, description]): Choice => ({
          value: word,
          label: description === '' ? word : `${word}: ${description}`,
          mapping: { values: { [column]: { [value]: word } } },
        }));
        const refuse: Choice = {
          value: 'refuse',
          label: 'refuse these rows',
          mapping: { values: { [column]: { [value]: null } } },
        };
        const question = `What does ${JSON.stringify(value)} mean, which ${count} rows have in ${column}?`;
        return [
          {
            id: `values:${column}:${value}`,
            question,
            choices: [...choices, refuse],
            at: spotOf(this.layout, row, column),
          },
        ];
      });
    });
    return { ...nothing, questions };
  }

  /** The questions about columns that are marked or empty, where empty means no. */
  #marks(): Settled {
    const marked = [...this.#flags].filter(
      ([column, texts]) =>
        texts.has('') &&
        texts.size === 2 &&
        ['x', '✓', '✔'].some((mark) => texts.has(mark)) &&
        this.layout.mapping.values?.[column] === undefined,
    );
    if (marked.length === 0) return nothing;
    const values = Object.fromEntries(marked.map(([column]) => [column, { '': 'false' }]));
    const notes = marked.map(([column]) => `In ${column} an empty cell is read as no, for the others are marked.`);
    return { ...nothing, mapping: { values }, notes };
  }
}

const nothing: Settled = { mapping: {}, questions: [], notes: [] };

function dayChoices(column?: string): Choice[] {
  return dayOrders.map((order) => ({
    value: order,
    label: order === 'd/m/y' ? 'the day: 3/4/2026 is 3 April' : 'the month: 3/4/2026 is 4 March',
    mapping: column === undefined ? { days: order } : { daysOf: { [column]: order } },
  }));
}
