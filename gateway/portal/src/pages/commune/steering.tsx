import { day, thisDay } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import type { Page } from '../../parts/paged-table.js';
import { Panel } from '../../parts/panel.js';
import type { Column } from '../../parts/table.js';
import { CommuneList, listOf, panelQuery, usePanelVariables } from './commune-list.js';
import { words } from './words.js';

interface Task {
  readonly code: string;
  readonly title: string;
  readonly responsible: string;
  readonly dueOn: string;
  readonly status: string;
  readonly completedOn: string | null;
}

interface Obstacle {
  readonly code: string;
  readonly description: string;
  readonly since: string;
  readonly resolvedOn: string | null;
  readonly remover: { readonly code: string; readonly name: string } | null;
}

interface Here {
  readonly commune: { readonly tasks: Page<Task> | null; readonly obstacles: Page<Obstacle> | null } | null;
}

const tasks = listOf(
  'tasks',
  'code title(language: $language) responsible(language: $language) dueOn status completedOn',
);
const obstacles = listOf(
  'obstacles',
  'code description(language: $language) since resolvedOn remover { code name(language: $language) }',
);
const query = panelQuery('SteeringHere', `${tasks.first} ${obstacles.first}`);

/** Tasks and obstacles of a commune. */
export function SteeringHere({ commune }: { commune: string }) {
  const { say, mean, language } = useWords(words);
  const today = thisDay();
  const taskColumns: readonly Column<Task>[] = [
    { head: say('task'), isHead: true, cell: ({ title }) => title },
    {
      head: say('due'),
      class: 'whole',
      cell: ({ dueOn, completedOn }) => (
        <>
          {day(dueOn, language)} {completedOn === null && dueOn < today && <em>({say('overdue')})</em>}
        </>
      ),
    },
    {
      head: say('state'),
      cell: ({ status, completedOn }) => `${mean(status)}${completedOn ? ` (${day(completedOn, language)})` : ''}`,
    },
    { head: say('responsible'), cell: ({ responsible }) => responsible },
  ];
  const obstacleColumns: readonly Column<Obstacle>[] = [
    { head: say('obstacle'), isHead: true, cell: ({ description }) => description },
    {
      head: say('remover'),
      cell: ({ remover }) => remover && <Link to={`/organisations/${remover.code}`}>{remover.name}</Link>,
    },
    { head: say('sinceDay'), cell: ({ since }) => day(since, language), class: 'whole' },
    {
      head: say('resolved'),
      cell: ({ resolvedOn }) => (resolvedOn ? day(resolvedOn, language) : say('stillThere')),
    },
  ];
  return (
    <Panel<Here> id="steering" title={say('steering')} query={query} variables={usePanelVariables(commune)}>
      {({ commune: here }) => (
        <>
          <CommuneList
            commune={commune}
            list={tasks}
            first={here?.tasks}
            caption={say('tasks')}
            columns={taskColumns}
            table="tasks"
          />
          <CommuneList
            commune={commune}
            list={obstacles}
            first={here?.obstacles}
            caption={say('obstacles')}
            columns={obstacleColumns}
            table="obstacles"
          />
        </>
      )}
    </Panel>
  );
}
