// The generator of a demonstration, and its province.
export {
  asDemo,
  demoCourseCodes,
  demoTeamCode,
  demoTeamCommune,
  demoTeamsOf,
  lowerFirst,
  provincialServiceCentre,
  serviceCentreOf,
  teamCount,
} from './codes.js';
export { demoFirstDay, demoLastDay } from './days.js';
export { demoObstacles } from './obstacles.js';
export { demonstration, type DemoOptions } from './demonstration.js';
export { joiningDemo } from './joining.js';
export { activityDay, dayAfter, paceOn } from './pace.js';
export { type DemoProvince, demoProvince } from './province.js';
export { createRandom, type Random } from './random.js';

// Invented people, pupils and schools.
export { demoAdults } from './adults.js';
export { type DemoPerson, demoPopulation, personValues, registeredValues } from './population.js';
export { demoHeadcountsAsOf, demoHeadcountsSource, demoPublicServants } from './public-servants.js';
export { type DemoPlacement, type DemoPupil, demoPupils, demoPupilsToDate, pupilsToDate } from './pupils.js';
export { type DemoSchool, demoSchools } from './schools.js';

// The demonstration's files.
export { readRecords } from './records.js';
export { type DemoRow, writeDemoFile } from './write-csv.js';
export { rejectionsFile, writeDemoFileByHand, writeDemoRejections } from './wrong-numbers.js';

// The province at full size.
export { daysOf, releaseDayOf, scaleFirstDay, scaleMonths } from './scale/months.js';
export { type MonthlyRow, writeMonthlyFiles, writeMonthlyReleases } from './scale/monthly-files.js';
export { pointsOf } from './scale/points.js';
export { type ScalePupil, scalePupils } from './scale/pupils.js';
export { scaleServants } from './scale/servants.js';
export { reachedBy, type Resident, residents, residentValues } from './scale/residents.js';
export { atScale, type ScaledOptions } from './scale/scaled.js';
