import { join } from 'node:path';
import { type DemoOptions, demoPopulation, writeCsv } from '@hub/kit';
import { activationImport } from './activation/activation.import.js';
import { demoActivations } from './demo/activations.js';
import { demoGuidedPeople, demoTeamMembers } from './demo/people.js';
import { demoSessions } from './demo/sessions.js';
import { demoTeams, teamRow } from './demo/teams.js';
import { guidanceSessionImport } from './guidance/guidance-session.import.js';
import { guidedPersonImport } from './guided-people/guided-person.import.js';
import { teamImport, teamMemberImport } from './team/team.import.js';

/** Writes the Youth Union's demonstration files: that there are 423 teams is published, all else in them is made up. */
export async function writeDemo({ people, folder }: DemoOptions): Promise<void> {
  const teams = demoTeams();
  const files = [
    [teamImport, teams.map(teamRow)],
    [teamMemberImport, demoTeamMembers(demoPopulation(people), teams)],
    [guidanceSessionImport, demoSessions(teams)],
    [guidedPersonImport, demoGuidedPeople(demoPopulation(people))],
    [activationImport, demoActivations()],
  ] as const;
  for (const [{ kind, columns }, rows] of files) {
    await writeCsv(join(folder, `${kind}.csv`), Object.keys(columns), rows);
  }
}
