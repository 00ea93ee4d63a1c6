import { describe } from '@jest/globals';
import { testDevelopers } from './pages/developers.js';
import { testExplorer } from './pages/explorer.js';
import { testFaults } from './pages/faults.js';
import { testLinks, testEmbedding } from './pages/links.js';
import { testMonday } from './pages/monday.js';
import { testOrganisations } from './pages/organisations.js';
import { testReachedFor } from './pages/reached-for.js';
import { testSchema } from './pages/schema.js';
import { testSession } from './pages/session.js';
import { testTasks } from './pages/tasks.js';
import { describePortal } from './support/tested-portal.js';

describePortal('the portal at work', (portal) => {
  describe('organisations', () => {
    testOrganisations(portal);
  });
  describe('explorer', () => {
    testExplorer(portal);
  });
  describe('developers', () => {
    testDevelopers(portal);
  });
  describe('schema', () => {
    testSchema(portal);
  });
  describe('what is reached for', () => {
    testReachedFor(portal);
  });
  describe('links', () => {
    testLinks(portal);
  });
  describe('charts elsewhere', () => {
    testEmbedding(portal);
  });
  describe('the tasks of a week', () => {
    testTasks(portal);
  });
  describe('a Monday', () => {
    testMonday(portal);
  });
  describe('a session', () => {
    testSession(portal);
  });
  describe('where a part hangs, or is hostile', () => {
    testFaults(portal);
  });
});
