import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Count, countFields, type PeopleCount, Recorded } from '../../parts/count.js';
import type { Page } from '../../parts/paged-table.js';
import type { Column } from '../../parts/table.js';
import { CommuneList, listOf, panelQuery, usePanelVariables } from './commune-list.js';
import { OrganisationPanel } from './organisation-panel.js';
import { words } from './words.js';

interface CourseClass {
  readonly code: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly mode: string;
  readonly capacity: number;
  readonly course: { readonly title: string } | null;
  readonly learners: PeopleCount;
  readonly passed: PeopleCount;
}

interface Product {
  readonly code: string;
  readonly kind: string;
  readonly since: string;
  readonly name: string;
}

interface Here {
  readonly commune: {
    readonly digitalSkillsClasses: Page<CourseClass> | null;
    readonly appliedProducts: Page<Product> | null;
  } | null;
}

const classes = listOf(
  'digitalSkillsClasses',
  `code startsOn endsOn mode capacity course { title(language: $language) } learners ${countFields} passed ${countFields}`,
);
const products = listOf('appliedProducts', 'code kind since name(language: $language)');
const query = panelQuery('UniversityHere', `${classes.first} ${products.first}`);

/** What the university does in a commune. */
export function UniversityHere({ commune }: { commune: string }) {
  const { say, mean, language } = useWords(words);
  const classColumns: readonly Column<CourseClass>[] = [
    { head: say('course'), isHead: true, cell: ({ course, code }) => course?.title ?? code },
    { head: say('from'), cell: ({ startsOn }) => day(startsOn, language) },
    { head: say('to'), cell: ({ endsOn }) => day(endsOn, language) },
    { head: say('mode'), cell: ({ mode }) => mean(mode) },
    {
      head: say('learners'),
      isNumber: true,
      cell: ({ learners, capacity }) => (
        <>
          <Count of={learners} /> / <Recorded of={capacity} />
        </>
      ),
    },
    { head: say('passed'), isNumber: true, cell: ({ passed }) => <Count of={passed} /> },
  ];
  const productColumns: readonly Column<Product>[] = [
    { head: say('product'), isHead: true, cell: ({ name }) => name },
    { head: say('type'), cell: ({ kind }) => mean(kind) },
    { head: say('from'), cell: ({ since }) => day(since, language) },
  ];
  return (
    <OrganisationPanel<Here>
      organisation="university"
      title={say('university')}
      query={query}
      variables={usePanelVariables(commune)}
    >
      {({ commune: here }) => (
        <>
          <CommuneList
            commune={commune}
            list={classes}
            first={here?.digitalSkillsClasses}
            caption={say('classes')}
            columns={classColumns}
            table="classes"
          />
          <CommuneList
            commune={commune}
            list={products}
            first={here?.appliedProducts}
            caption={say('products')}
            columns={productColumns}
            table="products"
          />
        </>
      )}
    </OrganisationPanel>
  );
}
