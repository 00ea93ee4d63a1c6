import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Count, countFields, type PeopleCount } from '../../parts/count.js';
import type { Page } from '../../parts/paged-table.js';
import type { Column } from '../../parts/table.js';
import { CommuneList, listOf, panelQuery, usePanelVariables } from './commune-list.js';
import { OrganisationPanel } from './organisation-panel.js';
import { words } from './words.js';

interface School {
  readonly code: string;
  readonly name: string;
  readonly levels: readonly string[];
  readonly pupilsEnrolled: PeopleCount | null;
  readonly supportedBy: { readonly name: string } | null;
}

interface Lesson {
  readonly code: string;
  readonly heldOn: string;
  readonly skillGroups: readonly string[];
  readonly attended: PeopleCount;
  readonly schoolClass: { readonly name: string; readonly school: { readonly name: string } | null } | null;
}

interface Here {
  readonly commune: {
    readonly pupilsEnrolled: { readonly on: string; readonly pupils: PeopleCount } | null;
    readonly pupilAssessments: {
      readonly schoolYear: string;
      readonly assessed: PeopleCount;
      readonly passed: PeopleCount;
    } | null;
    readonly schools: Page<School> | null;
    readonly digitalSkillsLessons: Page<Lesson> | null;
  } | null;
}

const name = 'name(language: $language)';
const schools = listOf('schools', `code ${name} levels pupilsEnrolled ${countFields} supportedBy { ${name} }`);
const lessons = listOf(
  'digitalSkillsLessons',
  `code heldOn skillGroups attended ${countFields} schoolClass { name school { ${name} } }`,
);
const query = panelQuery(
  'EducationHere',
  `pupilsEnrolled { on pupils ${countFields} }
  pupilAssessments { schoolYear assessed ${countFields} passed ${countFields} }
  ${schools.first} ${lessons.first}`,
);

/** The schools of a commune, their pupils, and their lessons in digital skills. */
export function EducationHere({ commune }: { commune: string }) {
  const { say, mean, language } = useWords(words);
  const schoolColumns: readonly Column<School>[] = [
    { head: say('school'), isHead: true, cell: (school) => school.name },
    { head: say('levels'), cell: ({ levels }) => levels.map(mean).join(', ') },
    { head: say('pupils'), isNumber: true, cell: ({ pupilsEnrolled }) => <Count of={pupilsEnrolled} /> },
    { head: say('support'), cell: ({ supportedBy }) => supportedBy?.name },
  ];
  const lessonColumns: readonly Column<Lesson>[] = [
    { head: say('day'), isHead: true, cell: ({ heldOn }) => day(heldOn, language) },
    { head: say('skills'), cell: ({ skillGroups }) => skillGroups.map(mean).join(', ') },
    { head: say('schoolClass'), cell: ({ schoolClass }) => schoolClass?.name },
    { head: say('attended'), isNumber: true, cell: ({ attended }) => <Count of={attended} /> },
    { head: say('school'), cell: ({ schoolClass }) => schoolClass?.school?.name },
  ];
  return (
    <OrganisationPanel<Here>
      organisation="education"
      title={say('education')}
      query={query}
      variables={usePanelVariables(commune)}
    >
      {({ commune: here }) => (
        <>
          {here && <Pupils of={here} />}
          <CommuneList
            commune={commune}
            list={schools}
            first={here?.schools}
            caption={say('schools')}
            columns={schoolColumns}
            table="schools"
          />
          <CommuneList
            commune={commune}
            list={lessons}
            first={here?.digitalSkillsLessons}
            caption={say('lessons')}
            columns={lessonColumns}
            table="lessons"
          />
        </>
      )}
    </OrganisationPanel>
  );
}

function Pupils({ of: { pupilsEnrolled, pupilAssessments } }: { of: NonNullable<Here['commune']> }) {
  const { say, language } = useWords(words);
  return (
    <dl class="facts">
      {pupilsEnrolled && (
        <div>
          <dt>
            {say('pupilsOn')} {day(pupilsEnrolled.on, language)}
          </dt>
          <dd>
            <Count of={pupilsEnrolled.pupils} />
          </dd>
        </div>
      )}
      {pupilAssessments && (
        <div>
          <dt>
            {say('assessed')} {pupilAssessments.schoolYear}
          </dt>
          <dd>
            <Count of={pupilAssessments.assessed} /> · {say('passedThere')} <Count of={pupilAssessments.passed} />
          </dd>
        </div>
      )}
    </dl>
  );
}
