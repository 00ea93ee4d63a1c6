/** A sum of variables, each with a factor. */
type Terms = readonly (readonly [factor: number, variable: string])[];

/** The attacker's knowledge: bounds of numbers, and sums that relate them. */
export interface Known {
  /** Lower and upper bound of each number. */
  readonly bounds: ReadonlyMap<string, readonly [least: number, most: number]>;
  /** Lower bounds of sums; `exact` if a sum equals the bound. */
  readonly sums: readonly { readonly terms: Terms; readonly least: number; readonly exact: boolean }[];
}

/** Bounds of a number, derived from the published numbers. */
export interface Told {
  readonly least: number;
  readonly most: number;
}

type Solve = (problem: string) => { readonly Status: string; readonly ObjectiveValue: number };

/** Loads the solver, which only a trial needs. */
async function loadSolver(): Promise<Solve> {
  const { default: loadHighs } = await import('highs');
  // The package's types describe its CommonJS form; the ES module has the default export one level deeper.
  const { solve } = await (loadHighs as unknown as () => Promise<{ readonly solve: Solve }>)();
  return solve;
}

/** Derives the bounds of a sum of numbers. */
export type Attacker = (asked: Terms) => Told | undefined;

/**
 * An attacker that knows the rules of disclosure and all published numbers, and computes bounds of a sum of numbers
 * with a linear program. Each number is in at most two sums, one of parts and one of rises, as the cells of a release
 * are. Such a program is a network flow with integer optima, so an integer program gives no tighter bounds.
 * @returns a function that gives undefined if the published numbers contradict each other.
 */
export async function openAttack(known: Known): Promise<Attacker> {
  const solve = await loadSolver();
  const body = [
    'subject to',
    ...known.sums.map(
      ({ terms, least, exact }, index) => ` c${index}: ${textOf(terms)} ${exact ? '=' : '>='} ${least}`,
    ),
    'bounds',
    ...[...known.bounds].map(([name, [least, most]]) => ` ${least} <= ${name} <= ${most}`),
    'end',
  ].join('\n');
  const best = (direction: string, terms: Terms) => {
    const { Status: status, ObjectiveValue: value } = solve(`${direction}\n o: ${textOf(terms)}\n${body}`);
    return status === 'Optimal' ? Math.round(value) : undefined;
  };
  return (asked) => {
    const [least, most] = [best('minimize', asked), best('maximize', asked)];
    return least === undefined || most === undefined ? undefined : { least, most };
  };
}

function textOf(terms: Terms): string {
  return terms.map(([factor, variable]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${variable}`).join(' ');
}
