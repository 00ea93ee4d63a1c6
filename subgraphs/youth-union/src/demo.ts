import { type DemoOptions, demoPopulation, writeDemoFile, writeDemoFileByHand, writeDemoRejections } from '@hub/kit';
import { activationImport } from './activation/activation.import.js';
import { demoActivations } from './demo/activations.js';
import { demoGuidedPeople, demoTeamMembers } from './demo/people.js';
import { demoSessions } from './demo/sessions.js';
import { demoTeams, teamRow } from './demo/teams.js';
import { guidanceSessionImport } from './guidance/guidance-session.import.js';
import { guidedPersonImport } from './guided-people/guided-person.import.js';
import { teamImport, teamMemberImport } from './team/team.import.js';

/** Writes the Youth Union's demonstration files: that there are 423 teams is published, all else in them is made up. */
export async function writeDemo({ province, people, folder }: DemoOptions): Promise<void> {
  const teams = demoTeams(province);
  await writeDemoFile(folder, teamImport, teams.map(teamRow));
  await writeDemoFile(folder, teamMemberImport, demoTeamMembers(demoPopulation(people, province), teams));
  await writeDemoFile(folder, guidanceSessionImport, demoSessions(teams, province));
  const guided = demoGuidedPeople(demoPopulation(people, province));
  await writeDemoRejections(folder, [await writeDemoFileByHand(folder, guidedPersonImport, guided)]);
  await writeDemoFile(folder, activationImport, demoActivations(province));
}
