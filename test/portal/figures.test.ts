import { describe } from '@jest/globals';
import { testByHand } from './pages/by-hand.js';
import { testCommunes } from './pages/communes.js';
import { testFormerDistricts } from './pages/former-districts.js';
import { testGoalCharts } from './pages/goal-charts.js';
import { testGoalReports } from './pages/goal-reports.js';
import { testGoal } from './pages/goal.js';
import { testIndicators } from './pages/indicators.js';
import { testOverview } from './pages/overview.js';
import { testSaysWho } from './pages/says-who.js';
import { testShownTruly } from './pages/shown-truly.js';
import { testStatus } from './pages/status.js';
import { describePortal } from './support/tested-portal.js';

describePortal('the portal’s figures, as the graph has them', (portal) => {
  describe('overview', () => {
    testOverview(portal);
  });
  describe('status', () => {
    testStatus(portal);
  });
  describe('a figure', () => {
    testSaysWho(portal);
  });
  describe('goal', () => {
    testGoal(portal);
  });
  describe('by hand', () => {
    testByHand(portal);
  });
  describe('communes', () => {
    testCommunes(portal);
  });
  describe('indicators', () => {
    testIndicators(portal);
  });
  describe('what the graph says of its figures', () => {
    testShownTruly(portal);
  });
  describe('charts of a goal', () => {
    testGoalCharts(portal);
  });
  describe('former districts', () => {
    testFormerDistricts(portal);
  });
  describe('reports of a goal', () => {
    testGoalReports(portal);
  });
});
