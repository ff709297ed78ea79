/**
 * When the emulator of a test, a benchmark or a local run starts: a Friday morning, hours before the default policy's backup at
 * 19:30. Policies start backups as the clock moves, so a run that started at the present would mean something else at each hour.
 */
export const START_TIME = "2027-01-15T09:00:00Z";
