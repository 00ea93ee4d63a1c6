import { describe } from '@jest/globals';
import { testFigureNotes } from './pages/figure-notes.js';
import { testPrinted } from './pages/printed.js';
import { testPublications } from './pages/publications.js';
import { testPublishing } from './pages/publishing.js';
import { testReportDocx } from './pages/report-docx.js';
import { testSheets } from './pages/sheets.js';
import { testSignedFiles } from './pages/signed-files.js';
import { describePortal } from './support/tested-portal.js';

describePortal('what the portal has of publications, on paper and in files', (portal) => {
  describe('publications', () => {
    testPublications(portal);
  });
  describe('signed files', () => {
    testSignedFiles(portal);
  });
  describe('a report for Word', () => {
    testReportDocx(portal);
  });
  describe('sheets', () => {
    testSheets(portal);
  });
  describe('what is printed', () => {
    testPrinted(portal);
  });
  describe('notes on figures', () => {
    testFigureNotes(portal);
  });
  describe('publishing', () => {
    testPublishing(portal);
  });
});
