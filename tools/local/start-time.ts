/**
 * The start time of the emulator in tests, benchmarks and local runs: a Friday morning, hours before the default policy's backup at
 * 19:30. Policies start backups by the emulator's clock, so a start at the current time would give other results at each hour.
 */
export const START_TIME = "2027-01-15T09:00:00Z";
