/** What runs until it is stopped: a server, a client, a process. */
export interface Stoppable {
  stop(): unknown;
}

const ofTest: Stoppable[] = [];
const ofFile: Stoppable[] = [];
let inTest = false;

// Registered before the hooks of the file that imports this, so these stop what is started before that file cleans up after it.
beforeEach(() => {
  inTest = true;
});
afterEach(async () => {
  inTest = false;
  await stopAll(ofTest);
});
afterAll(() => stopAll(ofFile));

/**
 * Stops something whatever happens in the tests: with the test that starts it or whose `beforeEach` does, or with the file if a
 * `beforeAll` starts it. What was started last is stopped first.
 */
export function stopAfterwards<T extends Stoppable>(started: T): T {
  (inTest ? ofTest : ofFile).push(started);
  return started;
}

async function stopAll(started: Stoppable[]): Promise<void> {
  const failures: unknown[] = [];
  for (let next = started.pop(); next !== undefined; next = started.pop()) {
    try {
      await next.stop();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "what the test started could not be stopped");
}
