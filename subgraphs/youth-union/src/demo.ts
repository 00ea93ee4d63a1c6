import { type DemoOptions, demoPopulation, writeDemoFile, writeDemoFileByHand, writeDemoRejections } from '@hub/demo';
import { demoActivations } from './demo/activations.js';
import { demoGuidedPeople, demoTeamMembers } from './demo/people.js';
import { demoSessions } from './demo/sessions.js';
import { demoTeams, teamRow } from './demo/teams.js';
import { AccountActivation } from './records/account-activation.js';
import { GuidanceSession } from './records/guidance-session.js';
import { GuidedPerson } from './records/guided-person.js';
import { Team, TeamMember } from './records/team.js';

/** Writes the Youth Union's demonstration files. The number of 423 teams is published; all other values are invented. */
export async function writeDemo({ province, people, folder }: DemoOptions): Promise<void> {
  const teams = demoTeams(province);
  await writeDemoFile(folder, Team, teams.map(teamRow));
  await writeDemoFile(folder, TeamMember, demoTeamMembers(demoPopulation(people, province), teams));
  await writeDemoFile(folder, GuidanceSession, demoSessions(teams, province));
  const guided = demoGuidedPeople(demoPopulation(people, province));
  await writeDemoRejections(folder, [await writeDemoFileByHand(folder, GuidedPerson, guided)]);
  await writeDemoFile(folder, AccountActivation, demoActivations(province));
}
